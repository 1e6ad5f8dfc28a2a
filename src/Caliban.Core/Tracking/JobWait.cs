using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Processes;

namespace Caliban.Core.Tracking;

/// <summary>CalibanWait: waits until jobs have ended, and says which of them did not succeed.</summary>
public sealed class JobWait(Tracker tracker, TrackingRequest request, VerbConsole console)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>How often jobs whose build has died are looked after.</summary>
    private static readonly TimeSpan ReconcileInterval = TimeSpan.FromSeconds(5);

    /// <param name="onChange">Receives the jobs as they stand, each second; for a live display.</param>
    /// <returns>
    /// The jobs that were waited for, as they ended: the named ones, the newest of each experiment of the group, or without
    /// either all that had not ended. One diagnostic was reported for each that did not succeed.
    /// </returns>
    /// <exception cref="DiagnosticException">CAL7030, CAL7035, CAL7042.</exception>
    public async Task<IReadOnlyList<RecordedJob>> RunAsync(Action<IReadOnlyList<RecordedJob>>? onChange, CancellationToken cancellationToken)
    {
        var start = tracker.Time.GetTimestamp();
        console.ShowAll(await tracker.ReconcileAsync(cancellationToken).ConfigureAwait(false));
        var selection = new JobSelection(tracker, request);
        var isGroup = request is { Group.Length: > 0, JobIds.Count: 0 };
        var wanted = isGroup ? [] : (await selection.FindAsync(
            query => request.JobIds.Count > 0 ? query : query with { States = JobSelection.Unfinished }, cancellationToken).ConfigureAwait(false)).Select(job => job.Id).ToList();
        if (!isGroup && wanted.Count == 0)
        {
            console.Show("there are no jobs to wait for");
            return [];
        }

        var unfinished = new Dictionary<long, RecordedJob>();
        var reconciled = start;
        var isFirst = true;
        while (true)
        {
            var jobs = isGroup
                ? await selection.FindAsync(query => query with { NewestOfEachExperiment = 1 }, cancellationToken).ConfigureAwait(false)
                : await tracker.History.JobsAsync(new JobQuery { Ids = wanted }, cancellationToken).ConfigureAwait(false);
            ShowEnds(unfinished, jobs);
            unfinished = jobs.Where(job => !job.State.IsFinal()).ToDictionary(job => job.Id);
            if (isFirst && unfinished.Count > 0)
            {
                console.Show($"waiting for {JobText.Count(unfinished.Count)} ({JobText.Summary(unfinished.Values)})");
            }

            isFirst = false;
            onChange?.Invoke(jobs);
            if (unfinished.Count == 0 && !await MayRetryAsync(jobs, isGroup, cancellationToken).ConfigureAwait(false))
            {
                Report(jobs);
                return jobs;
            }

            if (request.WaitTimeout is { } limit && tracker.Time.GetElapsedTime(start) >= limit)
            {
                throw DiagnosticException.Create(
                    TrackingDiagnostics.WaitTimedOut,
                    Projects.ProjectFileLocator.Property(request.ProjectFile, "CalibanWaitTimeout", ""),
                    $"{JobText.Count(unfinished.Count)} {(unfinished.Count == 1 ? "has" : "have")} not ended",
                    SweepResult.FormatDuration(limit),
                    JobText.Summary(unfinished.Values));
            }

            await Task.Delay(Interval, tracker.Time, cancellationToken).ConfigureAwait(false);
            if (tracker.Time.GetElapsedTime(reconciled) >= ReconcileInterval)
            {
                await tracker.ReconcileAsync(cancellationToken).ConfigureAwait(false);
                reconciled = tracker.Time.GetTimestamp();
            }
        }
    }

    // A run that lives may be about to try a failed job once more.
    private async Task<bool> MayRetryAsync(IReadOnlyList<RecordedJob> jobs, bool isGroup, CancellationToken cancellationToken)
    {
        if (!isGroup || jobs.All(job => job.State != JobState.Failed))
        {
            return false;
        }

        var live = await tracker.LiveRunsAsync(cancellationToken).ConfigureAwait(false);
        return jobs.Any(job => job.State == JobState.Failed && live.Contains(job.ClaimedBy));
    }

    private void ShowEnds(Dictionary<long, RecordedJob> before, IReadOnlyList<RecordedJob> jobs) => console.ShowAll(jobs
        .Where(job => job.State.IsFinal() && before.ContainsKey(job.Id))
        .Select(job => $"job {JobText.Title(job)} {JobText.StateAndExitCode(job)} after {JobText.DurationText(job, tracker.Now)}"));

    private void Report(IReadOnlyList<RecordedJob> jobs)
    {
        foreach (var job in jobs.Where(job => job.State != JobState.Succeeded))
        {
            console.Diagnostics.Report(Diagnostic.Create(
                TrackingDiagnostics.JobDidNotSucceed,
                SourceLocation.None,
                JobText.Title(job),
                HowItEnded(job),
                job.Arguments.Count == 0 ? "(none)" : CommandLine.Format(job.Arguments),
                job.LogPath.Length == 0 ? "" : $" Log: {job.LogPath}"));
        }

        console.Show(jobs.Count == 0 ? "there are no jobs to wait for" : $"{JobText.Count(jobs.Count)}: {JobText.Summary(jobs)}");
    }

    private static string HowItEnded(RecordedJob job)
    {
        var detail = LineDisplay.Clean(job.Detail).TrimEnd('.');
        var state = JobText.State(job.State);
        var end = job switch
        {
            { State: JobState.Failed, ExitCode: { } code } => $"failed with exit code {code}",
            { State: JobState.Failed } => state,
            _ => $"was {state}",
        };
        return detail.Length == 0 ? end
            : detail.StartsWith(state, StringComparison.Ordinal) ? $"was {detail}"
            : $"{end} ({detail})";
    }
}
