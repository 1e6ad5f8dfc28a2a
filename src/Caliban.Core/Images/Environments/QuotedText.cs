namespace Caliban.Core.Images.Environments;

/// <summary>The strings in a text of Python or TOML, whose quotes and comments are alike enough.</summary>
internal static class QuotedText
{
    public static IEnumerable<string> Find(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            switch (text[index])
            {
                case '#':
                    index = EndOfLine(text, index);
                    break;
                case '"' or '\'':
                    var isLong = string.CompareOrdinal(text, index, new string(text[index], 3), 0, 3) == 0;
                    var (start, end) = isLong ? (index + 3, EndOfLong(text, index)) : (index + 1, EndOfShort(text, index));
                    yield return text[start..end];
                    index = end + (isLong ? 2 : 0);
                    break;
            }
        }
    }

    private static int EndOfLine(string text, int start) => text.IndexOf('\n', start) is >= 0 and var end ? end : text.Length;

    private static int EndOfLong(string text, int start) =>
        text.IndexOf(new string(text[start], 3), start + 3, StringComparison.Ordinal) is >= 0 and var end ? end : text.Length;

    private static int EndOfShort(string text, int start)
    {
        var index = start + 1;
        while (index < text.Length && text[index] != text[start] && text[index] != '\n')
        {
            index += text[index] == '\\' && index + 1 < text.Length ? 2 : 1;
        }

        return Math.Min(index, text.Length);
    }
}
