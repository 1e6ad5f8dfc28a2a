using System.Buffers;
using System.Text;

namespace Caliban.Tasks;

/// <summary>MSBuild's escapes in metadata: <c>%</c> and two hexadecimal digits.</summary>
/// <seealso href="https://learn.microsoft.com/visualstudio/msbuild/msbuild-special-characters"/>
internal static class EscapingUtilities
{
    private static readonly SearchValues<char> Special = SearchValues.Create("%*?@$();'");

    public static string Escape(string text) => !text.AsSpan().ContainsAny(Special)
        ? text
        : string.Concat(text.Select(character => Special.Contains(character) ? $"%{(int)character:x2}" : character.ToString()));

    public static string Unescape(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }

        var result = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                result.Append((char)Convert.ToByte(text.Substring(i + 1, 2), 16));
                i += 2;
            }
            else
            {
                result.Append(text[i]);
            }
        }

        return result.ToString();
    }
}
