using System.Buffers;
using System.Globalization;
using System.Text;
using Caliban.Core.Diagnostics;

namespace Caliban.Core.Experiments;

/// <summary>The bytes of a configuration (valid UTF-8, no byte order mark) and the way from an offset to line and column.</summary>
internal sealed class SourceText
{
    private const int BlockSize = 256;
    private const int LongestExcerpt = 40;
    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);

    private readonly byte[] _bytes;
    private readonly List<int> _lineStarts = [0];
    private readonly int[]? _unitsBeforeBlock;

    public SourceText(string file, byte[] bytes)
    {
        File = file;
        _bytes = bytes;
        FindLines();
        if (!Ascii.IsValid(bytes))
        {
            _unitsBeforeBlock = CountBlocks();
        }
    }

    /// <summary>What locations name: an absolute path, or <c>stdin</c>.</summary>
    public string File { get; }

    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Both from 1, the column in UTF-16 units. A carriage return, a line feed and the pair end a line.</summary>
    public (int Line, int Column) Position(int offset)
    {
        var found = _lineStarts.BinarySearch(offset);
        var line = found >= 0 ? found : ~found - 1;
        return (line + 1, UnitsBefore(offset) - UnitsBefore(_lineStarts[line]) + 1);
    }

    public SourceLocation Locate(int offset)
    {
        var (line, column) = Position(offset);
        return new SourceLocation(File, line, column);
    }

    /// <summary><c>line 3, column 7</c>.</summary>
    public string Describe(int offset)
    {
        var (line, column) = Position(offset);
        return string.Create(CultureInfo.InvariantCulture, $"line {line}, column {column}");
    }

    /// <summary>A piece of the text as messages show it: on one line, cut when long.</summary>
    public string Excerpt(int start, int end)
    {
        // Four bytes are the most for one character, and cutting between characters is left to the decoder's result.
        var part = _bytes.AsSpan(start, Math.Min(end - start, (LongestExcerpt + 1) * 4));
        return ShortText.OneLine(Encoding.UTF8.GetString(part), LongestExcerpt);
    }

    private void FindLines()
    {
        var position = 0;
        while (_bytes.AsSpan(position).IndexOfAny(LineEnds) is var distance and >= 0)
        {
            position += distance;
            position += _bytes[position] == '\r' && position + 1 < _bytes.Length && _bytes[position + 1] == '\n' ? 2 : 1;
            _lineStarts.Add(position);
        }
    }

    // One-line files of megabytes are what programs write: without the blocks each position would count from the start.
    private int[] CountBlocks()
    {
        var counts = new int[(_bytes.Length / BlockSize) + 1];
        for (var block = 1; block < counts.Length; block++)
        {
            counts[block] = counts[block - 1] + CountUnits(_bytes.AsSpan((block - 1) * BlockSize, BlockSize));
        }

        return counts;
    }

    private int UnitsBefore(int offset)
    {
        if (_unitsBeforeBlock is null)
        {
            return offset;
        }

        var block = offset / BlockSize;
        return _unitsBeforeBlock[block] + CountUnits(_bytes.AsSpan(block * BlockSize, offset - (block * BlockSize)));
    }

    // Counted at lead bytes, so that parts of a text can be counted alone: one unit each, two where four bytes begin.
    private static int CountUnits(ReadOnlySpan<byte> part)
    {
        var units = 0;
        foreach (var value in part)
        {
            units += ((value & 0xc0) != 0x80 ? 1 : 0) + (value >= 0xf0 ? 1 : 0);
        }

        return units;
    }
}
