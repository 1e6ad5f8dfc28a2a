using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Jobs;

namespace Caliban.Core.Tracking;

/// <summary>CalibanLogs: the output of jobs, out of their log files, and where these are gone out of their backends.</summary>
public sealed class LogReader(Tracker tracker, TrackingRequest request, VerbConsole console)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>How often jobs whose build has died are looked after.</summary>
    private static readonly TimeSpan ReconcileInterval = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();

    /// <summary>The jobs whose output is asked for; those of a group are the newest of each experiment.</summary>
    /// <exception cref="DiagnosticException">CAL7030, CAL7042.</exception>
    public async Task<IReadOnlyList<RecordedJob>> SelectAsync(CancellationToken cancellationToken)
    {
        console.ShowAll(await tracker.ReconcileAsync(cancellationToken).ConfigureAwait(false));
        return await new JobSelection(tracker, request).FindAsync(
            query => request.JobIds.Count > 0 || request.MaxJobs == 0 ? query : query with { NewestOfEachExperiment = request.MaxJobs ?? 1 },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Hands out the output of jobs, one after the other, or when they are followed, all at once as it comes.</summary>
    /// <returns>The jobs as they stand afterwards.</returns>
    public async Task<IReadOnlyList<RecordedJob>> CopyAsync(IReadOnlyList<RecordedJob> jobs, ILogObserver observer, CancellationToken cancellationToken)
    {
        if (request.Follow)
        {
            return await FollowAsync(jobs, new SerializedLogs(observer, _lock), cancellationToken).ConfigureAwait(false);
        }

        var live = await tracker.LiveRunsAsync(cancellationToken).ConfigureAwait(false);
        foreach (var job in jobs)
        {
            // The file of a job that is running, and that nobody watches, ends where its build died.
            if (!IsAbandoned(job, live) || !await CopyFromBackendAsync(job, observer, follow: false, cancellationToken).ConfigureAwait(false))
            {
                await CopyFileAsync(new LogTail(job, observer), observer, cancellationToken).ConfigureAwait(false);
            }
        }

        return jobs;
    }

    // A build writes no file of a remote job before that has ended.
    private static bool IsAbandoned(RecordedJob job, HashSet<string> live) => job.State.IsActive() && (job.IsRemote || !live.Contains(job.ClaimedBy));

    private async Task<IReadOnlyList<RecordedJob>> FollowAsync(IReadOnlyList<RecordedJob> jobs, ILogObserver observer, CancellationToken cancellationToken)
    {
        var ended = jobs.ToDictionary(job => job.Id);
        var live = await tracker.LiveRunsAsync(cancellationToken).ConfigureAwait(false);
        var tails = new List<LogTail>();
        var copies = new List<Task>();
        foreach (var job in jobs)
        {
            if (IsAbandoned(job, live))
            {
                copies.Add(Task.Run(() => FollowBackendAsync(job, observer, cancellationToken), cancellationToken));
            }
            else
            {
                tails.Add(new LogTail(job, observer));
            }
        }

        var reconciled = tracker.Time.GetTimestamp();
        while (true)
        {
            foreach (var tail in tails)
            {
                tail.Pump(cancellationToken);
            }

            foreach (var tail in tails.Where(tail => tail.Job.State.IsFinal()).ToList())
            {
                tails.Remove(tail);
                await CopyFileAsync(tail, observer, cancellationToken).ConfigureAwait(false);
            }

            if (tails.Count == 0)
            {
                break;
            }

            await Task.Delay(Interval, tracker.Time, cancellationToken).ConfigureAwait(false);
            if (tracker.Time.GetElapsedTime(reconciled) > ReconcileInterval)
            {
                await tracker.ReconcileAsync(cancellationToken).ConfigureAwait(false);
                reconciled = tracker.Time.GetTimestamp();
            }

            var current = await tracker.History.JobsAsync(
                new JobQuery { Ids = [.. tails.Select(tail => tail.Job.Id)] }, cancellationToken).ConfigureAwait(false);
            foreach (var job in current)
            {
                tails.First(tail => tail.Job.Id == job.Id).Job = ended[job.Id] = job;
            }

            // A group that was forgotten in the meantime.
            tails.RemoveAll(tail => current.All(job => job.Id != tail.Job.Id));
        }

        await Task.WhenAll(copies).ConfigureAwait(false);
        return [.. jobs.Select(job => ended[job.Id])];
    }

    private async Task FollowBackendAsync(RecordedJob job, ILogObserver observer, CancellationToken cancellationToken)
    {
        if (!await CopyFromBackendAsync(job, observer, follow: true, cancellationToken).ConfigureAwait(false))
        {
            await CopyFileAsync(new LogTail(job, observer), observer, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The rest of a file, or what stands in for it.</summary>
    private async Task CopyFileAsync(LogTail tail, ILogObserver observer, CancellationToken cancellationToken)
    {
        var job = tail.Job;
        try
        {
            if (tail.Pump(cancellationToken))
            {
                tail.End();
            }
            else if (job.State is JobState.Planned)
            {
                console.Show($"job {JobText.Title(job)} has not started");
            }
            else if (job.Backend.Length == 0)
            {
                console.Show($"job {JobText.Title(job)} {JobText.State(job.State)} before it was started, and has no output");
            }
            else if (!await CopyFromBackendAsync(job, observer, follow: false, cancellationToken).ConfigureAwait(false))
            {
                Report(job, job.Host == tracker.Host
                    ? $"its log '{job.LogPath}' does not exist, and {job.Backend} does not have it any more"
                    : $"its log '{job.LogPath}' is on {job.Host}");
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Report(job, exception.Message.TrimEnd('.'));
        }
    }

    /// <returns>False when the backend does not have it, and nothing was handed out.</returns>
    private async Task<bool> CopyFromBackendAsync(RecordedJob job, ILogObserver observer, bool follow, CancellationToken cancellationToken)
    {
        if ((job.Host != tracker.Host && !job.IsRemote) || await tracker.FindBackendAsync(job.Backend, cancellationToken).ConfigureAwait(false) is not { } backend)
        {
            return false;
        }

        try
        {
            if ((await backend.ObserveAsync([job], cancellationToken).ConfigureAwait(false))[0].State == BackendState.Unknown)
            {
                return false;
            }
        }
        catch (TimeoutException)
        {
            return false;
        }

        lock (_lock)
        {
            observer.Begin(job, $"{backend.Name} {job.RemoteName}");
        }

        await backend.CopyOutputAsync(
            job,
            (_, bytes) =>
            {
                lock (_lock)
                {
                    observer.Output(job, bytes.Span);
                }
            },
            follow,
            cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            observer.End(job);
        }

        return true;
    }

    private void Report(RecordedJob job, string reason) =>
        console.Diagnostics.Report(Diagnostic.Create(TrackingDiagnostics.OutputMissing, SourceLocation.None, JobText.Title(job), reason));

    private sealed class SerializedLogs(ILogObserver observer, Lock turn) : ILogObserver
    {
        public void Begin(RecordedJob job, string source)
        {
            lock (turn)
            {
                observer.Begin(job, source);
            }
        }

        public void Output(RecordedJob job, ReadOnlySpan<byte> bytes)
        {
            lock (turn)
            {
                observer.Output(job, bytes);
            }
        }

        public void End(RecordedJob job)
        {
            lock (turn)
            {
                observer.End(job);
            }
        }
    }
}
