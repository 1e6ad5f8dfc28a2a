using System.Text;
using System.Xml;

namespace Caliban.Core.Reports;

/// <summary>Texts for XML 1.0, which has no place for most control characters and none for halves of surrogate pairs.</summary>
internal static class XmlCharacters
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text with a replacement character for each that XML 1.0 does not allow.</summary>
    public static string Clean(string text)
    {
        StringBuilder? clean = null;
        for (var index = 0; index < text.Length; index++)
        {
            if (index + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[index + 1], text[index]))
            {
                clean?.Append(text, index, 2);
                index++;
            }
            else if (XmlConvert.IsXmlChar(text[index]))
            {
                clean?.Append(text[index]);
            }
            else
            {
                clean ??= new StringBuilder(text, 0, index, text.Length);
                clean.Append(Replacement);
            }
        }

        return clean?.ToString() ?? text;
    }
}
