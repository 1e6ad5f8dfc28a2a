using System.Globalization;
using System.Text;

namespace Caliban.Core.Http;

/// <summary>Texts of strangers, fit for a message: one line of a sane length without control characters.</summary>
internal static class CleanText
{
    private const int Longest = 300;

    /// <summary>The same, with what must not be shown cut out before anything else is.</summary>
    public static string Of(string text, IEnumerable<string> secrets) =>
        Of(secrets.Where(secret => secret.Length > 0).Aggregate(text, (current, secret) => current.Replace(secret, "***", StringComparison.Ordinal)));

    public static string Of(string text)
    {
        var clean = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length >= Longest)
            {
                clean.Append('…');
                break;
            }

            if (Rune.IsWhiteSpace(rune) || IsInvisible(rune))
            {
                if (clean.Length > 0 && clean[^1] != ' ')
                {
                    clean.Append(' ');
                }
            }
            else
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString().Trim();
    }

    // Formats include marks that turn the direction of text around.
    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
