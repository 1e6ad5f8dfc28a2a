using System.Globalization;

namespace Caliban.Benchmarks.Reporting;

/// <summary>What a case should reach; each part may be absent.</summary>
/// <param name="Ratio">Of our median to the peer's, at most.</param>
internal sealed record Goal(double? Seconds = null, double? Ratio = null, double? Megabytes = null)
{
    public override string ToString() => string.Join(
        ", ",
        new[] { Text(Seconds, " s"), Text(Ratio, "×"), Text(Megabytes, " MB") }.OfType<string>());

    private static string? Text(double? limit, string unit) =>
        limit is { } value ? string.Create(CultureInfo.InvariantCulture, $"≤ {value}{unit}") : null;
}
