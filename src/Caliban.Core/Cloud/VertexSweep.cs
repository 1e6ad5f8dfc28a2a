using Caliban.Core.Diagnostics;
using Caliban.Core.GoogleCloud;
using Caliban.Core.GoogleCloud.Vertex;
using Caliban.Core.GoogleCloud.Vertex.Jobs;
using Caliban.Core.Jobs;
using Caliban.Core.Jobs.Remote;
using Caliban.Core.Reports;

namespace Caliban.Core.Cloud;

/// <summary>Runs a plan at Vertex AI: what the task and the runner share.</summary>
/// <param name="findBackend">Finds the backends of jobs that were submitted before.</param>
/// <param name="variable">Reads an environment variable of the build.</param>
public sealed class VertexSweep(Func<string, CancellationToken, Task<IJobBackend?>> findBackend, Func<string, string?> variable)
{
    private const int Concurrency = 64;

    /// <summary>How services are spoken to.</summary>
    public GoogleConnectionOptions Connection { get; init; } = new();

    /// <summary>How hard it is tried to submit a job.</summary>
    public VertexSubmitterOptions Submission { get; init; } = new() { Concurrency = Concurrency };

    /// <param name="image">The image in its registry: <c>registry/name@digest</c>.</param>
    /// <exception cref="DiagnosticException">No job could be submitted, or the history could not be written any more.</exception>
    public async Task<ReportedSweep> RunAsync(
        SweepPlan plan, VertexTarget target, string image, ISweepObserver observer, IDiagnosticSink diagnostics, CancellationToken cancellationToken)
    {
        // Retries are told by whichever thread makes them.
        observer = new SerializedObserver(observer);
        using var connection = new GoogleConnection(target.Google, variable, Connection with { OnRetry = observer.Noted });
        using var limiter = new SubmissionRateLimiter(TimeProvider.System, target.SubmissionsPerMinute);
        using var submitter = new VertexSubmitter(new VertexClient(connection, target.ProjectId, target.Region), limiter, Submission);
        using var backend = new VertexBackend(connection, new VertexBackendOptions { SettleTime = target.SettleTime, PollInterval = target.PollInterval });
        var options = new RemoteOptions { Wait = target.Wait, PollInterval = target.PollInterval };
        plan = plan with { RemoteHardware = Hardware(target) };
        observer.Preparing($"jobs go to {target.Place}: {target.Hardware[0].Title}");
        return await new CloudSweep(findBackend, variable).RunAsync(
            plan,
            image,
            (_, store) => new VertexSweepBackend(target, backend, submitter, new VertexJobs(plan, target, image, store, diagnostics), Submission.Concurrency),
            options,
            observer,
            diagnostics,
            cancellationToken).ConfigureAwait(false);
    }

    // What was asked for decides the work, not which of the candidates was free.
    private static string Hardware(VertexTarget target) => string.Join(
        "; ",
        target.Hardware.Select(choice => choice.Title)
            .Append(target.Template.Replicas > 1 ? FormattableString.Invariant($"replicas={target.Template.Replicas}") : "")
            .Where(text => text.Length > 0)
            .Prepend(VertexBackend.BackendName));

    /// <summary>Writes the requests to files instead of sending them.</summary>
    /// <returns>The files.</returns>
    /// <exception cref="DiagnosticException">A file cannot be written: CAL5041.</exception>
    public static Task<IReadOnlyList<string>> ExportAsync(
        SweepPlan plan, VertexTarget target, string image, IDiagnosticSink diagnostics, CancellationToken cancellationToken) =>
        JobExport.WriteAsync(target.Export, [.. VertexPreview.Jobs(plan, target, image, diagnostics)], cancellationToken);
}
