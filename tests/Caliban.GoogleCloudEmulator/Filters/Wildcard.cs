namespace Caliban.Emulator.Filters;

/// <summary>Texts with <c>*</c> for any characters.</summary>
internal static class Wildcard
{
    /// <summary>Without a <c>*</c>, whether the text holds the pattern.</summary>
    public static bool Matches(string text, string pattern)
    {
        if (!pattern.Contains('*', StringComparison.Ordinal))
        {
            return text.Contains(pattern, StringComparison.Ordinal);
        }

        var parts = pattern.Split('*');
        if (!text.StartsWith(parts[0], StringComparison.Ordinal) || !text.AsSpan(Math.Min(parts[0].Length, text.Length)).EndsWith(parts[^1], StringComparison.Ordinal))
        {
            return false;
        }

        var position = parts[0].Length;
        foreach (var part in parts[1..^1])
        {
            position = text.IndexOf(part, position, StringComparison.Ordinal);
            if (position < 0)
            {
                return false;
            }

            position += part.Length;
        }

        return position <= text.Length - parts[^1].Length;
    }
}
