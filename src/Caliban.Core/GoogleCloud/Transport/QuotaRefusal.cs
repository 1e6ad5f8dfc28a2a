using System.Globalization;
using System.Text.RegularExpressions;

namespace Caliban.Core.GoogleCloud.Transport;

/// <summary>
/// Tells the two refusals with status 429 apart: a rate, which passes, and a quota of processors or accelerators, which does
/// not.
/// </summary>
/// <seealso href="https://cloud.google.com/vertex-ai/docs/quotas"/>
internal static partial class QuotaRefusal
{
    /// <summary>The names of the quotas that are exceeded; empty when it is a rate, or it does not say.</summary>
    public static IReadOnlyList<string> Metrics(GoogleApiError error)
    {
        string[] texts = [error.Message, .. error.Violations.SelectMany(violation => (string[])[violation.Subject, violation.Description])];
        var names = texts.SelectMany(text => Name().Matches(text)).Select(match => match.Value.TrimEnd('_')).Distinct(StringComparer.Ordinal).ToList();
        return IsRate(error, names) ? [] : names;
    }

    /// <summary>How much is allowed in a minute, where a service says so.</summary>
    public static double? StatedPerMinute(GoogleApiError error) =>
        error.Metadata.TryGetValue("quota_limit_value", out var text)
        && error.Metadata.GetValueOrDefault("quota_unit", error.Metadata.GetValueOrDefault("quota_limit", "")).Contains("min", StringComparison.OrdinalIgnoreCase)
        && double.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    /// <summary>A minute in its words decides; then the names, since what is named by Vertex AI as a resource for training is none.</summary>
    private static bool IsRate(GoogleApiError error, List<string> names) =>
        Minute().IsMatch($"{error.Message} {error.Metadata.GetValueOrDefault("quota_limit")} {error.Metadata.GetValueOrDefault("quota_unit")}")
        || (!names.Exists(name => Resource().IsMatch(name)) && (error.RetryDelay is not null || error.Reason is "RATE_LIMIT_EXCEEDED" or "rateLimitExceeded"));

    [GeneratedRegex(@"\b(?:aiplatform|compute)\.googleapis\.com/[a-z0-9_]+|\bCustom(?:Model)?Training\w+?PerProjectPerRegion\b")]
    private static partial Regex Name();

    [GeneratedRegex("custom_model_training_|custom_training|^Custom|restricted_image_training", RegexOptions.IgnoreCase)]
    private static partial Regex Resource();

    [GeneratedRegex(@"per[ _-]?minute|1/min|/min/", RegexOptions.IgnoreCase)]
    private static partial Regex Minute();
}
