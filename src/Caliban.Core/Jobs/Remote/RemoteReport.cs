using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Processes;

namespace Caliban.Core.Jobs.Remote;

/// <summary>Turns what a remote backend says of a job into its result, with the diagnostic a failure deserves.</summary>
internal sealed class RemoteReport(SweepPlan plan, PlannedJob job, RecordedJob row)
{
    private readonly SourceLocation _location = new(plan.ProjectFile);

    public JobResult Of(BackendJob seen, DateTimeOffset now)
    {
        var start = seen.StartedAt ?? row.StartedAt ?? row.SubmittedAt ?? now;
        var duration = (seen.EndedAt ?? now) - start;
        var result = new JobResult(job, seen.FinalState, seen.ExitCode, duration < TimeSpan.Zero ? TimeSpan.Zero : duration, row.LogPath)
        {
            JobId = row.Id,
            Attempts = row.Attempt,
            Link = seen.Link ?? row.Link,
        };
        return result.State switch
        {
            JobState.Succeeded => result,
            JobState.Failed when seen.ExitCode is { } code => result with { Failure = Failed(FormattableString.Invariant($" with exit code {code}"), seen.Detail) },
            JobState.Failed => result with { Failure = Failed("", seen.Detail) },
            JobState.Stopped => result with { Failure = Create(RemoteJobDiagnostics.JobStopped, seen.Detail) },
            _ => result with { Failure = Create(RemoteJobDiagnostics.JobLost, seen.Detail) },
        };
    }

    /// <summary>The end that the history has: somebody else wrote it.</summary>
    public JobResult Recorded() => Of(
        new BackendJob(BackendState.Exited, row.ExitCode, row.StartedAt, row.EndedAt) { Result = row.State, Detail = row.Detail }, row.EndedAt ?? row.CreatedAt)
        with { LogPath = File.Exists(row.LogPath) ? row.LogPath : "" };

    private Diagnostic Failed(string exit, string detail) =>
        Diagnostic.Create(RemoteJobDiagnostics.JobFailed, _location, job.Title, row.Backend, exit, Reason(detail), Arguments, Place);

    private Diagnostic Create(DiagnosticDescriptor descriptor, string detail) =>
        Diagnostic.Create(descriptor, _location, job.Title, row.Backend, Reason(detail), Arguments, Place);

    private string Arguments => job.Arguments.Count == 0 ? "(none)" : CommandLine.Format(job.Arguments);

    private string Place => row.Link.Length > 0 ? row.Link : row.Resource;

    private static string Reason(string detail) => detail.Length == 0 ? "" : $": {LineDisplay.Clean(detail).TrimEnd('.')}";
}
