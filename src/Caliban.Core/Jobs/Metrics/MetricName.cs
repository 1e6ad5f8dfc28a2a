using System.Buffers;

namespace Caliban.Core.Jobs.Metrics;

/// <summary>What a metric may be called: 1 to 200 of the characters <c>A-Z a-z 0-9 _ . / -</c>.</summary>
internal static class MetricName
{
    private const int MaxLength = 200;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-");

    public static bool IsValid(ReadOnlySpan<char> name) =>
        name.Length is > 0 and <= MaxLength && !name.ContainsAnyExcept(Allowed);
}
