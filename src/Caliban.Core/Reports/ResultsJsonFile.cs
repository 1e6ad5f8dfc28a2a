using System.Text.Json;
using Caliban.Core.Jobs;
using Caliban.Core.Jobs.Metrics;

namespace Caliban.Core.Reports;

/// <summary>Writes <c>results.json</c>, job by job.</summary>
internal sealed class ResultsJsonFile(SweepReport report)
{
    private const int Schema = 1;

    /// <summary>Results of more jobs are written without line breaks.</summary>
    private const int IndentedJobs = 1000;

    public Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        var result = report.Result;
        var context = new ResultsJson(new JsonSerializerOptions(ResultsJson.Default.Options) { WriteIndented = result.Jobs.Count <= IndentedJobs });
        var document = new ResultsDocument(
            Schema,
            report.Run.RunId,
            report.Run.Group,
            report.Project,
            report.Run.Plan.ProjectFile,
            report.User,
            report.Host,
            report.Backend,
            report.StartedAt,
            report.EndedAt,
            Seconds(result.Duration),
            result.Succeeded,
            result.WasCanceled,
            result.Headline,
            ReportTotals.Of(result),
            report.Image is { } image ? new ResultsImage(image.Reference, image.Digest, image.Identity) : null,
            new ResultsLineage(report.Lineage.Commit, report.Lineage.UncommittedHash, report.Lineage.ProjectHash, report.Lineage.SdkVersion),
            result.Jobs.Select(Job));
        return JsonSerializer.SerializeAsync(stream, document, context.ResultsDocument, cancellationToken);
    }

    private static ResultsJob Job(JobResult result) => new(
        result.Job.Index,
        result.JobId == 0 ? null : result.JobId,
        result.Job.Label,
        result.Job.Arguments,
        result.State.ToString(),
        result.WasUpToDate,
        result.ExitCode,
        result.Attempts,
        Seconds(result.Duration),
        result.LogPath,
        result.Link.Length > 0 ? result.Link : null,
        result.Failure is { } failure ? new ResultsFailure(failure.Descriptor.Code, failure.Message) : null,
        new ResultsMetrics(
            (result.Metrics as ReportedMetrics)?.Reported ?? result.Metrics.Count,
            ReportedMetrics.Last(result.Metrics).ToDictionary(metric => metric.Name, metric => new ResultsValue(metric.Value, metric.Step, metric.At)),
            result.Metrics.Select(metric => new ResultsNamedValue(metric.Name, metric.Value, metric.Step, metric.At))));

    private static double Seconds(TimeSpan duration) => Math.Round(duration.TotalSeconds, 3);
}
