using System.Text.Json.Serialization;

namespace Caliban.Core.Reports;

/// <summary><c>results.json</c>, which <c>docs/ci.md</c> describes.</summary>
/// <param name="Schema">Raised when a reader of an earlier version could misread it; what is only added does not raise it.</param>
/// <param name="Image">Null where nothing is known of it.</param>
internal sealed record ResultsDocument(
    int Schema,
    string RunId,
    string Group,
    string Project,
    string ProjectFile,
    string User,
    string Host,
    string Backend,
    DateTimeOffset StartedAt,
    DateTimeOffset EndedAt,
    double DurationSeconds,
    bool Succeeded,
    bool Canceled,
    string Headline,
    ReportTotals Totals,
    ResultsImage? Image,
    ResultsLineage Lineage,
    IEnumerable<ResultsJob> Jobs);

internal sealed record ResultsImage(string Reference, string Digest, string Identity);

internal sealed record ResultsLineage(string Commit, string UncommittedHash, string ProjectHash, string SdkVersion);

/// <param name="JobId">Null where no history is kept.</param>
/// <param name="LogPath">Empty when it was not started.</param>
/// <param name="Link">A page that shows it; null for a job of this machine.</param>
internal sealed record ResultsJob(
    int Index,
    long? JobId,
    string Label,
    IReadOnlyList<string> Arguments,
    string State,
    bool UpToDate,
    int? ExitCode,
    int Attempts,
    double DurationSeconds,
    string LogPath,
    string? Link,
    ResultsFailure? Failure,
    ResultsMetrics Metrics);

internal sealed record ResultsFailure(string Code, string Message);

/// <param name="Reported">How many values the job reported; more than there are in <paramref name="Values"/> when that is a sample.</param>
internal sealed record ResultsMetrics(long Reported, IReadOnlyDictionary<string, ResultsValue> Last, IEnumerable<ResultsNamedValue> Values);

internal sealed record ResultsValue(double Value, long? Step, DateTimeOffset Time);

internal sealed record ResultsNamedValue(string Name, double Value, long? Step, DateTimeOffset Time);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    NewLine = "\n")]
[JsonSerializable(typeof(ResultsDocument))]
internal sealed partial class ResultsJson : JsonSerializerContext;
