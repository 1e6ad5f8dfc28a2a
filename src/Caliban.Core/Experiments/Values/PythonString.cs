using System.Buffers;
using System.Globalization;
using System.Text;

namespace Caliban.Core.Experiments.Values;

/// <summary>How Python writes strings: <c>repr()</c>, and <c>json.dumps</c> with its default of ASCII only.</summary>
internal static class PythonString
{
    /// <summary>What JSON holds as it is: printable ASCII without the two characters that have a meaning in strings.</summary>
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        [.. Enumerable.Range(' ', '~' - ' ' + 1).Select(unit => (char)unit).Where(unit => unit is not ('"' or '\\'))]);

    /// <summary>In single quotes, or in double quotes when that avoids a backslash; what cannot be printed is escaped.</summary>
    public static string Repr(string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var result = new StringBuilder(text.Length + 2).Append(quote);
        foreach (var rune in text.EnumerateRunes())
        {
            AppendRepr(result, rune, quote);
        }

        return result.Append(quote).ToString();
    }

    public static void WriteJson(TextWriter writer, string text)
    {
        writer.Write('"');
        var rest = text.AsSpan();
        while (rest.IndexOfAnyExcept(Plain) is var length and >= 0)
        {
            writer.Write(rest[..length]);
            writer.Write(JsonEscape(rest[length]));
            rest = rest[(length + 1)..];
        }

        // Nearly always all of it.
        writer.Write(rest);
        writer.Write('"');
    }

    private static string JsonEscape(char unit) => unit switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\f' => "\\f",
        '\b' => "\\b",
        _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}"),
    };

    private static void AppendRepr(StringBuilder result, Rune rune, char quote)
    {
        var value = rune.Value;
        if (value == quote || value == '\\')
        {
            result.Append('\\').Append((char)value);
        }
        else if (value is '\n' or '\r' or '\t')
        {
            result.Append(JsonEscape((char)value));
        }
        else if (IsPrintable(rune))
        {
            result.Append(rune.ToString());
        }
        else
        {
            result.Append(value switch
            {
                <= 0xff => $"\\x{value:x2}",
                <= 0xffff => $"\\u{value:x4}",
                _ => $"\\U{value:x8}",
            });
        }
    }

    /// <summary>Python's <c>str.isprintable</c>; for characters of the newest Unicode versions it depends on Python's version.</summary>
    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator);
}
