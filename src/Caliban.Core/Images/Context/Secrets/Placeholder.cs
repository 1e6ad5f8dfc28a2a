using System.Buffers;

namespace Caliban.Core.Images.Context.Secrets;

/// <summary>Tells values from what stands in for them in examples and templates.</summary>
internal static class Placeholder
{
    private static readonly SearchValues<string> Words = SearchValues.Create(
        [
            "xxxx", "****", "....", "...", "…", "your", "change", "example", "placeholder", "dummy", "redact", "replace", "insert",
            "todo", "sample", "abcdef", "12345", "${", "$(", "{{", "}}", "%(", "://",
        ],
        StringComparison.OrdinalIgnoreCase);

    // In a long value they are chance.
    private static readonly SearchValues<string> ShortWords = SearchValues.Create(
        [
            "password", "passwd", "secret", "token", "default", "undefined", "none", "null", "true", "false", "localhost", "postgres",
            "develop", "test", "fake", "admin", "root", "user", "guest", "hidden",
        ],
        StringComparison.OrdinalIgnoreCase);

    /// <param name="minimum">Shorter ones are none.</param>
    /// <param name="distinct">As many different characters it must have.</param>
    public static bool IsReal(ReadOnlySpan<char> value, int minimum, int distinct = 5) =>
        value.Length >= minimum
        && value[0] is not ('$' or '<' or '{' or '%' or '/' or '.' or '~' or '@' or '[' or '(')
        && value.IndexOfAny(' ', '\t') < 0
        && !value.ContainsAny(Words)
        && (value.Length >= 20 || !value.ContainsAny(ShortWords))
        && Distinct(value) >= distinct;

    /// <summary>How many different characters there are.</summary>
    public static int Distinct(ReadOnlySpan<char> value)
    {
        Span<bool> seen = stackalloc bool[256];
        var count = 0;
        foreach (var character in value)
        {
            count += seen[character & 255] ? 0 : 1;
            seen[character & 255] = true;
        }

        return count;
    }
}
