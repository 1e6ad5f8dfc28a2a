using System.Buffers;
using System.Text;

namespace Caliban.Core.Experiments;

/// <summary>
/// A copy of a text that is being mended: bytes are overwritten in place or put in between, and every offset of the result
/// leads back to the original.
/// </summary>
internal sealed class JsonMending(byte[] working)
{
    private readonly List<(int Offset, string Text)> insertions = [];
    private readonly HashSet<int> _fillers = [];

    public Span<byte> Working => working;

    /// <summary>Puts ASCII text before an offset of the original. Offsets never decrease from call to call.</summary>
    public void Insert(int offset, string text) => insertions.Add((offset, text));

    /// <summary>Remembers that the token at this offset says nothing about what the user meant.</summary>
    public void MarkFiller(int offset) => _fillers.Add(offset);

    public bool IsFiller(int offset) => _fillers.Contains(offset);

    public void Blank(int start, int end) => working.AsSpan(start, end - start).Fill((byte)' ');

    /// <summary>Makes a number of some text that was meant as a value.</summary>
    public void FillValue(int start, int end)
    {
        Blank(start, end);
        working[start] = (byte)'0';
        MarkFiller(start);
    }

    public byte[] Build()
    {
        var result = new ArrayBufferWriter<byte>(working.Length + 64);
        var position = 0;
        foreach (var (offset, text) in insertions)
        {
            result.Write(working.AsSpan(position, offset - position));
            result.Write(Encoding.ASCII.GetBytes(text));
            position = offset;
        }

        result.Write(working.AsSpan(position));
        return result.WrittenSpan.ToArray();
    }

    /// <summary>Where in the original a place of the built text lies; inside an insertion, where it was put.</summary>
    public int SourceOffset(int offset)
    {
        var added = 0;
        foreach (var (place, text) in insertions)
        {
            if (place + added > offset)
            {
                break;
            }

            if (offset < place + added + text.Length)
            {
                return place;
            }

            added += text.Length;
        }

        return offset - added;
    }
}
