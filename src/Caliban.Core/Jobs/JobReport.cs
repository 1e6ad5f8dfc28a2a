using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Processes;

namespace Caliban.Core.Jobs;

/// <summary>Turns the end of a job into its result, with the diagnostic a failure deserves.</summary>
internal sealed class JobReport(PlannedJob job, string logPath, SweepPlan plan)
{
    private readonly string _arguments = job.Arguments.Count == 0 ? "(none)" : CommandLine.Format(job.Arguments);
    private readonly SourceLocation _location = new(plan.ProjectFile);

    public JobResult Ended(JobOutcome outcome, TimeSpan duration) => outcome switch
    {
        { ExitCode: 0 } => new JobResult(job, JobState.Succeeded, 0, duration, logPath),
        { ExitCode: { } code } => Failed(
            JobState.Failed, code, duration, LocalRunDiagnostics.JobFailed, job.Title, code, Hint(code), _arguments, logPath),
        { End: JobEnd.NotStarted } => Failed(
            JobState.Failed, null, duration, LocalRunDiagnostics.JobNotStarted, job.Title, outcome.Reason, _arguments, logPath),
        _ => Failed(JobState.Lost, null, duration, LocalRunDiagnostics.JobLost, job.Title, _arguments, logPath),
    };

    public JobResult TimedOut(TimeSpan duration) => Failed(
        JobState.Failed,
        null,
        duration,
        LocalRunDiagnostics.JobTimedOut,
        job.Title,
        SweepResult.FormatDuration(plan.JobTimeout ?? duration),
        _arguments,
        logPath);

    /// <summary>The result that the history has of a job that another build ran, or that somebody stopped.</summary>
    public JobResult Recorded(RecordedJob row)
    {
        var duration = row.EndedAt - (row.StartedAt ?? row.SubmittedAt ?? row.EndedAt) ?? TimeSpan.Zero;
        var result = row.State switch
        {
            JobState.Succeeded => new JobResult(job, JobState.Succeeded, 0, duration, logPath),
            JobState.Failed when row.ExitCode is { } code => Failed(
                JobState.Failed, code, duration, LocalRunDiagnostics.JobFailed, job.Title, code, Hint(code), _arguments, logPath),
            JobState.Failed => Failed(
                JobState.Failed, null, duration, LocalRunDiagnostics.JobNotStarted, job.Title, row.Detail.TrimEnd('.'), _arguments, logPath),
            JobState.Lost => Failed(JobState.Lost, null, duration, LocalRunDiagnostics.JobLost, job.Title, _arguments, logPath),
            _ => Failed(JobState.Stopped, null, duration, LocalRunDiagnostics.JobStopped, job.Title, row.Id, row.Detail.TrimEnd('.'), _arguments, logPath),
        };
        return result with { JobId = row.Id, Attempts = row.Attempt };
    }

    public JobResult Stopped(TimeSpan duration) => new(job, JobState.Stopped, null, duration, logPath);

    private JobResult Failed(JobState state, int? exitCode, TimeSpan duration, DiagnosticDescriptor descriptor, params object?[] arguments) =>
        new(job, state, exitCode, duration, logPath, Diagnostic.Create(descriptor, _location, arguments));

    // 128 + signal, as shells and Docker report it.
    private static string Hint(int exitCode) => exitCode switch
    {
        137 => " (killed by SIGKILL, often for lack of memory)",
        139 => " (crashed with SIGSEGV)",
        143 => " (ended by SIGTERM)",
        126 => " (the program is not executable)",
        127 => " (the program was not found)",
        _ => "",
    };
}
