namespace Caliban.Core.Processes;

/// <summary>How a piece of output ends.</summary>
public enum SegmentEnd
{
    /// <summary>A line feed, alone or after a carriage return.</summary>
    Line,

    /// <summary>A carriage return alone: a progress bar that will write over itself.</summary>
    CarriageReturn,

    /// <summary>Nothing yet: the line is longer than a segment, or the output ended.</summary>
    None,
}

/// <summary>Receives a piece of output with its end; the memory is valid during the call only.</summary>
public delegate void SegmentHandler(ReadOnlySpan<byte> bytes, SegmentEnd end);

/// <summary>Cuts the bytes of one channel into lines, losing none; memory stays bounded however long a line is.</summary>
public sealed class LineSplitter(SegmentHandler onSegment)
{
    /// <summary>The longest segment, in bytes with its line end; a longer line comes in several.</summary>
    public const int SegmentLength = 64 * 1024;

    private readonly byte[] _buffer = new byte[SegmentLength];
    private int _count;
    private bool _endsWithCarriageReturn;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            // A carriage return is a line end only when no line feed follows, which the next byte tells.
            if (_endsWithCarriageReturn && value != '\n')
            {
                Emit(SegmentEnd.CarriageReturn);
            }

            _endsWithCarriageReturn = value == '\r';
            _buffer[_count++] = value;
            if (value == '\n')
            {
                Emit(SegmentEnd.Line);
            }
            else if (_count == SegmentLength - 1 && !_endsWithCarriageReturn)
            {
                // The last place is for the line feed after a carriage return.
                Emit(SegmentEnd.None);
            }
        }
    }

    /// <summary>Hands out what has no end yet; to be called when the output has ended.</summary>
    public void Flush()
    {
        if (_count > 0)
        {
            Emit(_endsWithCarriageReturn ? SegmentEnd.CarriageReturn : SegmentEnd.None);
        }
    }

    private void Emit(SegmentEnd end)
    {
        onSegment(_buffer.AsSpan(0, _count), end);
        _count = 0;
        _endsWithCarriageReturn = false;
    }
}
