using System.Globalization;

namespace Caliban.Core.Images.Labels;

/// <summary>The time that a reproducible build says it was made at.</summary>
/// <seealso href="https://reproducible-builds.org/specs/source-date-epoch/"/>
internal static class SourceDateEpoch
{
    /// <summary>Seconds since 1970; null when none is set, or no number.</summary>
    /// <param name="variable">Reads a variable of the build.</param>
    public static long? Read(Func<string, string?> variable) =>
        long.TryParse(variable("SOURCE_DATE_EPOCH"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? seconds : null;
}
