using System.Buffers;
using System.Text;
using Caliban.Core.Diagnostics;
using Caliban.Core.Experiments.Configuration;
namespace Caliban.Core.Experiments.Repair;

/// <summary>What stands without quotes in a broken text: numbers, literals, words, and characters nobody sees.</summary>
internal sealed class JsonBareText(SourceText source, JsonMending mending, List<Diagnostic> diagnostics)
{
    private static readonly SearchValues<byte> Delimiters = SearchValues.Create(",:;={}[]\"\r\n"u8);
    private static readonly SearchValues<byte> Ends = SearchValues.Create(",:;={}[]\"\r\n \t"u8);

    /// <summary>
    /// The length of the text up to what can end it, at least 1. Spaces inside belong to it, as <c>my model</c> is one mistake,
    /// but <c>1 2</c> is two numbers without a comma.
    /// </summary>
    public static int Length(ReadOnlySpan<byte> rest)
    {
        var word = Encoding.UTF8.GetString(rest[..Math.Max(1, rest.IndexOfAny(Ends) is var stop and >= 0 ? stop : rest.Length)]);
        if (JsonNumberAdvice.LooksLikeNumber(word) || word == "null" || JsonWordAdvice.Literal(word) is not null)
        {
            return Encoding.UTF8.GetByteCount(word);
        }

        if (rest[0] == '(' && rest.IndexOfAny(")\r\n"u8) is var tuple and > 0 && rest[tuple] == ')')
        {
            return tuple + 1;
        }

        var length = rest[1..].IndexOfAny(Delimiters) is var end and >= 0 ? end + 1 : rest.Length;
        if (length < rest.Length && rest[length] == '"' && IsLastQuote(rest[(length + 1)..]))
        {
            // Only the opening quote was forgotten.
            return length + 1;
        }

        return Math.Max(1, rest[..length].TrimEnd(" \t"u8).Length);
    }

    /// <summary>Takes out a space that is not one of JSON's four, a control character or another invisible one.</summary>
    public bool TryBlankInvisible(int position, out int length)
    {
        Rune.DecodeFromUtf8(mending.Working[position..], out var rune, out length);
        if (!Rune.IsWhiteSpace(rune) && !Rune.IsControl(rune) && rune.Value is not (0xfeff or 0x200b or 0x2060))
        {
            return false;
        }

        Report(ExperimentDiagnostics.CharacterInvisible, position, $"U+{rune.Value:X4}");
        mending.Blank(position, position + length);
        return true;
    }

    /// <summary>Reads and, where it is wrong, reports and mends the text. Returns its length.</summary>
    public int Read(int position, bool isName)
    {
        var length = Length(mending.Working[position..]);
        var end = position + length;
        var text = Encoding.UTF8.GetString(source.Bytes[position..end]);
        if (isName)
        {
            ReadName(position, end);
            return length;
        }

        var isNumber = JsonNumberAdvice.IsJsonNumber(Encoding.UTF8.GetString(mending.Working[position..end]));
        if (isNumber || text is "true" or "false" or "null")
        {
            return length;
        }

        if (JsonNumberAdvice.LooksLikeNumber(text))
        {
            var advice = JsonNumberAdvice.Correct(text) is { } number ? $"write {number}" : "write a decimal number such as 0.5 or 1e-3, or a string in double quotes";
            Report(ExperimentDiagnostics.NumberInvalid, position, source.Excerpt(position, end), advice);
        }
        else
        {
            Report(ExperimentDiagnostics.WordUnexpected, position, source.Excerpt(position, end), JsonWordAdvice.Advise(text));
        }

        if (JsonWordAdvice.Literal(text) is { } literal)
        {
            Encoding.ASCII.GetBytes(literal).CopyTo(mending.Working[position..]);
        }
        else
        {
            mending.FillValue(position, end);
        }

        return length;
    }

    private void ReadName(int position, int end)
    {
        var text = source.Excerpt(position, end);
        Report(ExperimentDiagnostics.KeyUnquoted, position, text, text.Trim('"'));
        mending.Insert(position, "\"");
        foreach (ref var value in mending.Working[position..end])
        {
            value = value is (byte)'\\' or (byte)'"' or < (byte)' ' ? (byte)'_' : value;
        }

        mending.Insert(end, "\"");
    }

    private static bool IsLastQuote(ReadOnlySpan<byte> rest)
    {
        var next = rest.TrimStart(" \t"u8);
        return next.IsEmpty || Delimiters.Contains(next[0]);
    }

    private void Report(DiagnosticDescriptor descriptor, int offset, params object[] arguments) =>
        diagnostics.Add(Diagnostic.Create(descriptor, source.Locate(offset), arguments));
}
