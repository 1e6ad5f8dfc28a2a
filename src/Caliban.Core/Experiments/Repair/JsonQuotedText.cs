using System.Buffers;
using System.Text;
using Caliban.Core.Diagnostics;
using Caliban.Core.Experiments.Configuration;
namespace Caliban.Core.Experiments.Repair;

/// <summary>Strings in a broken text: with other quotes than JSON's, without an end, or with wrong escapes in them.</summary>
internal sealed class JsonQuotedText(SourceText source, JsonMending mending, List<Diagnostic> diagnostics)
{
    private const string Typographic = "“”„‟«»‘’‚‛";
    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);
    private static readonly SearchValues<char> Closings = SearchValues.Create(Typographic + '"');

    public static bool IsQuote(byte value) => value is (byte)'"' or (byte)'\'' or (byte)'`';

    public bool Handles(int position) => IsQuote(mending.Working[position]) || TypographicLength(position) > 0;

    /// <summary>Reads and, where it is wrong, reports and mends the string. Returns its length.</summary>
    public int Read(int position, bool isName)
    {
        var rest = mending.Working[position..];
        if (rest[0] == '"')
        {
            return ReadString(position, isName);
        }

        if (TypographicLength(position) > 0)
        {
            return ReadTypographic(position, isName);
        }

        var (length, isClosed) = JsonStringScanner.Scan(rest, rest[0]);
        if (!isClosed)
        {
            length = WithoutPunctuation(rest[..length]);
        }

        var inner = Encoding.UTF8.GetString(rest[1..(isClosed ? length - 1 : length)]);
        Report(ExperimentDiagnostics.QuoteWrong, position, source.Excerpt(position, position + length), ShortText.OneLine(inner, 40));
        Replace(position, length, isName);
        return length;
    }

    private int ReadString(int position, bool isName)
    {
        var (length, isClosed) = JsonStringScanner.Scan(mending.Working[position..], (byte)'"');
        if (!isClosed)
        {
            // A key ends at its colon, if it has one.
            var colon = isName ? mending.Working.Slice(position, length).IndexOf((byte)':') : -1;
            length = WithoutPunctuation(mending.Working.Slice(position, colon > 0 ? colon : length));
            Report(ExperimentDiagnostics.StringNotClosed, position, source.Excerpt(position, position + length));
            Replace(position, length, isName);
            return length;
        }

        var end = position + length - 1;
        for (var index = position + 1; index < end; index++)
        {
            var value = mending.Working[index];
            if (value < ' ')
            {
                var escape = value == '\t' ? "\\t" : $"\\u{(int)value:x4}";
                Report(ExperimentDiagnostics.StringControlCharacter, index, $"U+{(int)value:X4}", escape);
                mending.Working[index] = (byte)' ';
            }
            else if (value == '\\')
            {
                index += CheckEscape(index, end);
            }
        }

        return length;
    }

    /// <summary>Returns how many bytes follow the backslash.</summary>
    private int CheckEscape(int backslash, int end)
    {
        var kind = mending.Working[backslash + 1];
        if ("\"\\/bfnrt"u8.Contains(kind))
        {
            return 1;
        }

        var digits = mending.Working[(backslash + 2)..Math.Min(backslash + 6, end)];
        if (kind == 'u' && digits.Length == 4 && !digits.ContainsAnyExcept(HexDigits))
        {
            return 5;
        }

        Rune.DecodeFromUtf8(mending.Working[(backslash + 1)..], out _, out var length);
        Report(ExperimentDiagnostics.StringEscapeInvalid, backslash, source.Excerpt(backslash, backslash + 1 + length));
        mending.Working[backslash] = (byte)'?';
        return 0;
    }

    private int ReadTypographic(int position, bool isName)
    {
        var rest = mending.Working[position..];
        var first = TypographicLength(position);
        var lineEnd = rest.IndexOfAny((byte)'\r', (byte)'\n') is var found and >= 0 ? found : rest.Length;
        var line = Encoding.UTF8.GetString(rest[first..lineEnd]);
        var closing = line.AsSpan().IndexOfAny(Closings);
        var inner = closing < 0 ? line : line[..closing];
        var length = closing < 0
            ? WithoutPunctuation(rest[..lineEnd])
            : first + Encoding.UTF8.GetByteCount(inner) + Encoding.UTF8.GetByteCount(line.AsSpan(closing, 1));
        Report(ExperimentDiagnostics.QuoteWrong, position, source.Excerpt(position, position + length), ShortText.OneLine(inner, 40));
        Replace(position, length, isName);
        return length;
    }

    /// <summary>Puts something in the place of a string: a key of the same text as far as it is one, otherwise a value without meaning.</summary>
    private void Replace(int position, int length, bool isName)
    {
        if (!isName)
        {
            mending.FillValue(position, position + length);
            return;
        }

        mending.Blank(position, position + length);
        mending.MarkFiller(position);
        if (length == 1)
        {
            mending.Insert(position, "\"");
            mending.Working[position] = (byte)'"';
            return;
        }

        mending.Working[position] = (byte)'"';
        mending.Working[position + length - 1] = (byte)'"';
    }

    private int TypographicLength(int position)
    {
        Rune.DecodeFromUtf8(mending.Working[position..], out var rune, out var length);
        return rune.IsBmp && Typographic.Contains((char)rune.Value, StringComparison.Ordinal) ? length : 0;
    }

    // A string without its end reaches to the end of the line; what separates it from the next line is not part of it.
    private static int WithoutPunctuation(ReadOnlySpan<byte> text) => Math.Max(1, text.TrimEnd(" \t,]}"u8).Length);

    private void Report(DiagnosticDescriptor descriptor, int offset, params object[] arguments) =>
        diagnostics.Add(Diagnostic.Create(descriptor, source.Locate(offset), arguments));
}
