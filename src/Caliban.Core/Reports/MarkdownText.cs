using System.Buffers;
using System.Text;

namespace Caliban.Core.Reports;

/// <summary>Texts that stand in Markdown, tables included, as they are.</summary>
internal static class MarkdownText
{
    private static readonly SearchValues<char> Special = SearchValues.Create("\\`*_[]|~$@#<>&!\r\n");

    public static string Escape(string text)
    {
        if (!text.AsSpan().ContainsAny(Special))
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            _ = character switch
            {
                // A line end would end the row of a table.
                '\r' => escaped,
                '\n' => escaped.Append(' '),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '&' => escaped.Append("&amp;"),
                _ when Special.Contains(character) => escaped.Append('\\').Append(character),
                _ => escaped.Append(character),
            };
        }

        return escaped.ToString();
    }

    /// <summary>Escaped, and cut where it is longer than so many characters.</summary>
    public static string Escape(string text, int maxLength) =>
        Escape(text.Length <= maxLength ? text : $"{text[..(maxLength - 1)]}…");
}
