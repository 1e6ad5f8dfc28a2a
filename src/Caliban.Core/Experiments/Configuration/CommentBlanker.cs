using System.Buffers;
using Caliban.Core.Experiments.Repair;
namespace Caliban.Core.Experiments.Configuration;

/// <summary>
/// Turns what configurations may contain beyond JSON into JSON of the same length, so that every offset stays true:
/// comments (<c># …</c>, <c>// …</c>, <c>/* … */</c>) become spaces, and <c>Infinity</c>, which Python writes for numbers
/// that are too large, becomes a number that is too large. Strings are left alone.
/// </summary>
internal static class CommentBlanker
{
    private static readonly SearchValues<byte> Blankable = SearchValues.Create("#/I"u8);
    private static readonly SearchValues<byte> Interesting = SearchValues.Create("\"'#/I"u8);
    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);

    /// <param name="unterminatedComment">The offset of a <c>/*</c> without its end; −1 when there is none.</param>
    public static byte[] Blank(ReadOnlySpan<byte> text, out int unterminatedComment)
    {
        unterminatedComment = -1;
        var result = text.ToArray();
        if (!text.ContainsAny(Blankable))
        {
            // What programs write; the strings need not be told from the rest then.
            return result;
        }

        var position = 0;
        while (result.AsSpan(position).IndexOfAny(Interesting) is var distance and >= 0)
        {
            position += distance;
            var rest = result.AsSpan(position);
            position += rest[0] switch
            {
                (byte)'"' => JsonStringScanner.SkipOnLine(rest, (byte)'"'),
                (byte)'\'' => JsonStringScanner.IsClosedOnLine(rest, (byte)'\'') ? JsonStringScanner.SkipOnLine(rest, (byte)'\'') : 1,
                (byte)'#' => BlankLine(rest),
                (byte)'/' when rest.Length > 1 && rest[1] == '/' => BlankLine(rest),
                (byte)'/' when rest.Length > 1 && rest[1] == '*' => BlankBlock(rest, position, ref unterminatedComment),
                (byte)'I' when IsInfinity(result, position) => ReplaceInfinity(rest),
                _ => 1,
            };
        }

        return result;
    }

    private static int BlankLine(Span<byte> rest)
    {
        var length = rest.IndexOfAny(LineEnds) is var end and >= 0 ? end : rest.Length;
        rest[..length].Fill((byte)' ');
        return length;
    }

    private static int BlankBlock(Span<byte> rest, int position, ref int unterminatedComment)
    {
        var end = rest[2..].IndexOf("*/"u8);
        if (end < 0)
        {
            unterminatedComment = position;
        }

        var length = end < 0 ? rest.Length : end + 4;
        rest[..length].Fill((byte)' ');
        return length;
    }

    private static int ReplaceInfinity(Span<byte> rest)
    {
        var number = "1e999999"u8;
        number.CopyTo(rest);
        return number.Length;
    }

    private static bool IsInfinity(ReadOnlySpan<byte> text, int position)
    {
        var rest = text[position..];
        var word = "Infinity"u8;
        if (!rest.StartsWith(word) || (rest.Length > word.Length && IsWordByte(rest[word.Length])))
        {
            return false;
        }

        var before = position - (position > 0 && text[position - 1] == '-' ? 2 : 1);
        return before < 0 || !IsWordByte(text[before]);
    }

    private static bool IsWordByte(byte value) =>
        char.IsAsciiLetterOrDigit((char)value) || value >= 0x80 || (char)value is '_' or '.' or '+' or '-' or '"' or '\'';
}
