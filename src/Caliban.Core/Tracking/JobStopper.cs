using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Jobs;

namespace Caliban.Core.Tracking;

/// <summary>
/// CalibanStop. A job is written down as stopped before its backend is asked: whoever watches it then sees it end, and can
/// no longer write that it failed.
/// </summary>
public sealed class JobStopper(Tracker tracker, TrackingRequest request, VerbConsole console)
{
    /// <summary>How long a job that was about to be submitted is waited for, to be stopped as soon as its backend has it.</summary>
    private static readonly TimeSpan SubmissionTime = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <returns>The jobs as they stand afterwards; in a dry run, those that would be stopped.</returns>
    /// <exception cref="DiagnosticException">CAL7030, CAL7031, CAL7042.</exception>
    public async Task<IReadOnlyList<RecordedJob>> RunAsync(CancellationToken cancellationToken)
    {
        console.ShowAll(await tracker.ReconcileAsync(cancellationToken).ConfigureAwait(false));
        var selection = new JobSelection(tracker, request);
        var jobs = await selection.FindAsync(query => query with { States = JobSelection.Unfinished }, cancellationToken).ConfigureAwait(false);
        if (jobs.Count == 0)
        {
            console.Show("there are no jobs to stop");
            return jobs;
        }

        console.Show($"the following jobs {(request is { Yes: true, DryRun: false } ? "are" : "would be")} stopped:");
        console.ShowAll(StatusTable.List(jobs, tracker.Now, tracker.Time));
        if (request.DryRun)
        {
            console.Show($"{JobText.Count(jobs.Count)}, none of them stopped: this is a dry run.");
            return jobs;
        }

        var these = jobs.Count == 1 ? "this job" : $"these {jobs.Count} jobs";
        if (!await console.Consent.GiveAsync(request, $"do you wish to stop {these}?", $"stopping {these}", cancellationToken).ConfigureAwait(false))
        {
            console.Show("nothing was stopped");
            return jobs;
        }

        await StopAsync(jobs, cancellationToken).ConfigureAwait(false);
        var ended = await tracker.History.JobsAsync(new JobQuery { Ids = [.. jobs.Select(job => job.Id)] }, cancellationToken).ConfigureAwait(false);
        console.ShowAll(ended.Where(job => job.State.IsFinal()).Select(job => $"job {JobText.Title(job)} {JobText.StateAndExitCode(job)}"));
        return ended;
    }

    private async Task StopAsync(IReadOnlyList<RecordedJob> jobs, CancellationToken cancellationToken)
    {
        // Those that nobody has claimed first, so that no run begins one while the others are being stopped.
        var planned = jobs.Where(job => job.State == JobState.Planned).ToList();
        foreach (var job in planned)
        {
            await RecordAsync(job, cancellationToken).ConfigureAwait(false);
        }

        // One of them may have been claimed in the meantime.
        var claimed = planned.Count == 0 ? [] : (await tracker.History.JobsAsync(
            new JobQuery { Ids = [.. planned.Select(job => job.Id)] }, cancellationToken).ConfigureAwait(false)).Where(job => job.Backend.Length > 0);
        var active = jobs.Where(job => job.State.IsActive()).Concat(claimed).ToList();
        foreach (var job in active.Where(job => job.Host != tracker.Host && !job.IsRemote))
        {
            console.Diagnostics.Report(Diagnostic.Create(TrackingDiagnostics.JobElsewhere, SourceLocation.None, JobText.Title(job), job.Host));
        }

        foreach (var sameBackend in active.Where(job => job.Host == tracker.Host || job.IsRemote).GroupBy(job => job.Backend))
        {
            await StopAsync(sameBackend.Key, [.. sameBackend], cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task StopAsync(string backendName, IReadOnlyList<RecordedJob> jobs, CancellationToken cancellationToken)
    {
        var recorded = false;
        try
        {
            // Nothing is written before it is known that the backend answers.
            var backend = await tracker.FindBackendAsync(backendName, cancellationToken).ConfigureAwait(false)
                ?? throw new TimeoutException($"{backendName} does not answer");
            await backend.ObserveAsync(jobs, cancellationToken).ConfigureAwait(false);
            foreach (var job in jobs)
            {
                await RecordAsync(job, cancellationToken).ConfigureAwait(false);
            }

            recorded = true;
            await backend.StopAsync(jobs, cancellationToken).ConfigureAwait(false);
            await StopSubmissionsAsync(backend, [.. jobs.Where(job => job.State is JobState.Submitting or JobState.Planned)], cancellationToken).ConfigureAwait(false);
            await FinishAsync(backend, jobs, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or DiagnosticException))
        {
            foreach (var job in jobs)
            {
                console.Diagnostics.Report(Diagnostic.Create(
                    TrackingDiagnostics.StopFailed,
                    SourceLocation.None,
                    JobText.Title(job),
                    exception.Message.TrimEnd('.'),
                    job.RemoteName,
                    recorded ? " The history calls it stopped already." : ""));
            }
        }
    }

    // Their run is about to hand them to the backend, and may not have seen yet that they were stopped.
    private async Task StopSubmissionsAsync(IJobBackend backend, IReadOnlyList<RecordedJob> jobs, CancellationToken cancellationToken)
    {
        var start = tracker.Time.GetTimestamp();
        var live = await tracker.LiveRunsAsync(cancellationToken).ConfigureAwait(false);
        var waiting = jobs.Where(job => live.Contains(job.ClaimedBy)).ToList();
        while (waiting.Count > 0 && tracker.Time.GetElapsedTime(start) < SubmissionTime)
        {
            var seen = await backend.ObserveAsync(waiting, cancellationToken).ConfigureAwait(false);
            var arrived = waiting.Where((_, position) => seen[position].State != BackendState.Unknown).ToList();
            if (arrived.Count > 0)
            {
                await backend.StopAsync(arrived, cancellationToken).ConfigureAwait(false);
                waiting = [.. waiting.Except(arrived)];
            }
            else
            {
                await Task.Delay(Interval, tracker.Time, cancellationToken).ConfigureAwait(false);
            }
        }

        foreach (var job in jobs.Where(job => !live.Contains(job.ClaimedBy)))
        {
            var settled = await backend.SettleAsync(job, cancellationToken).ConfigureAwait(false);
            if (settled.State is BackendState.Waiting or BackendState.Running)
            {
                // It arrived after all.
                await backend.StopAsync([job with { Resource = settled.Resource ?? job.Resource }], cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // A run that lives writes the log and cleans up itself.
    private async Task FinishAsync(IJobBackend backend, IReadOnlyList<RecordedJob> jobs, CancellationToken cancellationToken)
    {
        var live = await tracker.LiveRunsAsync(cancellationToken).ConfigureAwait(false);
        var abandoned = jobs.Where(job => !live.Contains(job.ClaimedBy)).ToList();
        foreach (var job in abandoned)
        {
            await backend.SaveLogAsync(job, cancellationToken).ConfigureAwait(false);
        }

        if (abandoned.Count > 0)
        {
            await backend.ReleaseAsync(abandoned, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<bool> RecordAsync(RecordedJob job, CancellationToken cancellationToken) => tracker.History.RecordAsync(
        job.Id,
        new JobChange(JobState.Stopped, tracker.Now) { Detail = job.Host == tracker.Host ? $"stopped by {tracker.User}" : $"stopped by {tracker.User} on {tracker.Host}" },
        cancellationToken);
}
