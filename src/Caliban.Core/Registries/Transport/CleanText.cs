using System.Globalization;
using System.Text;

namespace Caliban.Core.Registries.Transport;

/// <summary>Texts of strangers, fit for a message: one line of a sane length without control characters.</summary>
internal static class CleanText
{
    private const int Longest = 300;

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
