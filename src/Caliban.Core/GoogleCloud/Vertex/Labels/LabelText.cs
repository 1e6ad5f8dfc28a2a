using System.Text;

namespace Caliban.Core.GoogleCloud.Vertex.Labels;

/// <summary>Texts as keys and values of labels: <c>a</c> to <c>z</c>, digits, <c>_</c> and <c>-</c>; keys begin with a letter.</summary>
/// <remarks>As google/caliban makes them, but for negative numbers, which keep their sign: <c>-0.1</c> is <c>-0_1</c>.</remarks>
/// <seealso href="https://docs.cloud.google.com/resource-manager/docs/labels-overview"/>
public static class LabelText
{
    /// <summary>The limit of Google Cloud for keys and values; that of the API's own text is one more.</summary>
    public const int Longest = 63;

    /// <returns>Empty when nothing is left of it; such a label is none.</returns>
    public static string Key(string text)
    {
        var legal = Legal(text).TrimStart('-');
        return Cut(legal is [>= 'a' and <= 'z', ..] or [] ? legal : $"k{legal}");
    }

    public static string Value(string text)
    {
        var legal = Legal(text).TrimStart('-');
        return Cut(NegativeNumber.Is(text) ? $"-{legal}" : legal);
    }

    private static string Legal(string text)
    {
        var legal = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            var small = character switch
            {
                '.' => '_',
                >= 'A' and <= 'Z' => (char)(character | 0x20),
                // The two letters beside those of ASCII whose small letters are: İ and the sign of kelvin.
                '\u0130' => 'i',
                '\u212A' => 'k',
                _ => character,
            };
            if (small is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_' or '-')
            {
                legal.Append(small);
            }
        }

        return legal.ToString();
    }

    private static string Cut(string text) => text.Length > Longest ? text[..Longest] : text;
}
