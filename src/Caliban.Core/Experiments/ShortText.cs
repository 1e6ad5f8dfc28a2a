using System.Text;

namespace Caliban.Core.Experiments;

/// <summary>Text of unknown length and content, made fit for one line of a message or a log.</summary>
internal static class ShortText
{
    /// <summary>At most <paramref name="longest"/> UTF-16 units, an ellipsis for the rest, and a space for each control character.</summary>
    public static string OneLine(string text, int longest)
    {
        var isCut = text.Length > longest;
        var end = isCut ? longest - 1 : text.Length;
        if (isCut && char.IsHighSurrogate(text[end - 1]))
        {
            end--;
        }

        var result = new StringBuilder(end + 1);
        foreach (var unit in text.AsSpan(0, end))
        {
            result.Append(char.IsControl(unit) || unit is '\u2028' or '\u2029' ? ' ' : unit);
        }

        return (isCut ? result.Append('…') : result).ToString();
    }
}
