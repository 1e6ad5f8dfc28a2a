using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Jobs.Journal;

namespace Caliban.Core.Jobs.Scheduling;

/// <summary>
/// The loop that starts jobs while there is room, takes their results, tries failed ones again, and waits for those of
/// other builds. Only this loop touches its fields; jobs run beside it.
/// </summary>
internal sealed class SweepDispatcher(
    SweepRun run,
    JobRunner runner,
    SweepJournal journal,
    JoinedJobs joined,
    Capacity capacity,
    SweepResults results,
    ISweepObserver observer,
    TimeProvider time)
{
    /// <summary>How often the history is asked for jobs of other builds, and for GPUs that they free.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(0.5);

    private readonly SweepPlan _plan = run.Plan;
    private readonly JobQueue _queue = new(time);
    private readonly DevicePool _pool = new(capacity.Machine.Devices, run.Plan.JobsPerGpu);
    private readonly RetryPolicy _retries = new(run.Plan);
    private readonly Dictionary<Task<JobResult>, (int Position, IReadOnlyList<string> Devices)> _running = [];
    private readonly List<Diagnostic> _fatal = [];
    private bool _stopped;
    private bool _waitsForDevices;

    /// <exception cref="DiagnosticException">The history could not be written: CAL7xxx. What ran was watched to its end.</exception>
    public async Task RunAsync(IReadOnlyList<Enrolment> enrolments, CancellationToken cancellationToken)
    {
        await EnrolAsync(enrolments, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var isOpen = !_stopped && !cancellationToken.IsCancellationRequested;
            if (isOpen)
            {
                await TryAsync(() => FillAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
            }

            if (_running.Count == 0 && (_stopped || !isOpen || (_queue.Count == 0 && joined.Count == 0)))
            {
                break;
            }

            await WaitAsync(cancellationToken).ConfigureAwait(false);
            await CollectAsync(cancellationToken).ConfigureAwait(false);
            if (isOpen && joined.Count > 0)
            {
                await TryAsync(() => TakeNewsAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
            }
        }

        if (_fatal.Count > 0)
        {
            throw new DiagnosticException(_fatal);
        }
    }

    private async Task EnrolAsync(IReadOnlyList<Enrolment> enrolments, CancellationToken cancellationToken)
    {
        foreach (var (position, enrolment) in enrolments.Index().Where(item => !results.IsRepeated(item.Index)))
        {
            switch (enrolment.Kind)
            {
                case EnrolmentKind.Planned:
                    Enqueue(position, enrolment.Job, attempt: 1);
                    break;
                case EnrolmentKind.Adopted when await journal.FindAsync(enrolment.Job, cancellationToken).ConfigureAwait(false) is { } row:
                    Follow(position, row, cancellationToken);
                    break;
                case EnrolmentKind.Joined or EnrolmentKind.Adopted:
                    joined.Add(position, enrolment.Job);
                    break;
            }
        }

        if (joined.Count > 0)
        {
            observer.Noted($"another build already runs {joined.Count} of the experiments; their results are waited for");
        }
    }

    /// <summary>Starts jobs while there is room.</summary>
    private async Task FillAsync(CancellationToken cancellationToken)
    {
        _waitsForDevices = false;
        while (_running.Count < capacity.Slots && _queue.Take(_pool.Fits) is { } queued)
        {
            var logPath = run.LogPath(queued.Job, queued.Attempt);
            var claim = await journal.ClaimAsync(queued.Id, logPath, queued.Devices, capacity.Machine.Devices, cancellationToken).ConfigureAwait(false);
            switch (claim.Outcome)
            {
                case ClaimOutcome.Claimed:
                    var name = journal.NameOf(queued.Id);
                    var launch = new JobLaunch(queued.Job, queued.Id, name, logPath, SweepRun.MetricsPath(logPath, name), claim.Devices);
                    Start(queued.Position, claim.Devices, () => runner.RunAsync(launch, queued.Attempt, cancellationToken));
                    break;
                case ClaimOutcome.NoDevices:
                    _queue.Return(queued);
                    _waitsForDevices = true;
                    return;
                default:
                    joined.Add(queued.Position, queued.Id);
                    break;
            }
        }
    }

    private void Enqueue(int position, long id, int attempt, long due = 0) =>
        _queue.Add(new QueuedJob(position, _plan.Jobs[position], id, attempt, capacity.DevicesOf(_plan.Jobs[position]), due));

    private void Follow(int position, RecordedJob row, CancellationToken cancellationToken)
    {
        var launch = new JobLaunch(_plan.Jobs[position], row.Id, row.RemoteName, row.LogPath, SweepRun.MetricsPath(row.LogPath, row.RemoteName), row.Devices);
        observer.Noted($"job {launch.Job.Title} still runs although its build has ended; it is followed to its end");
        Start(position, row.Devices, () => runner.FollowAsync(launch, row, cancellationToken));
    }

    private void Start(int position, IReadOnlyList<string> devices, Func<Task<JobResult>> job)
    {
        _pool.Take(devices);
        _running.Add(Task.Run(job, CancellationToken.None), (position, devices));
    }

    /// <summary>Waits until a job ends, one is due, or it is time to look at what others do.</summary>
    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var end = new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
        var waits = new List<Task>(_running.Keys);

        // Nothing more is started after a stop; then only what runs is waited for.
        if (!_stopped && !cancellationToken.IsCancellationRequested)
        {
            TimeSpan? poll = joined.Count > 0 || _waitsForDevices ? PollInterval : null;
            var next = _queue.UntilNext() is { } due && (poll is null || due < poll) ? due : poll;
            waits.Add(Task.Delay(next ?? Timeout.InfiniteTimeSpan, time, either.Token));
        }

        await Task.WhenAny(waits).ConfigureAwait(false);
        await end.CancelAsync().ConfigureAwait(false);
    }

    private async Task CollectAsync(CancellationToken cancellationToken)
    {
        foreach (var (task, (position, devices)) in _running.Where(pair => pair.Key.IsCompleted).ToList())
        {
            _running.Remove(task);
            _pool.Free(devices);
            await TryAsync(async () => await EndAsync(position, await task.ConfigureAwait(false)).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task TakeNewsAsync(CancellationToken cancellationToken)
    {
        var news = await joined.PollAsync(cancellationToken).ConfigureAwait(false);
        foreach (var (position, result) in news.Ended)
        {
            await EndAsync(position, result).ConfigureAwait(false);
        }

        foreach (var (position, id, attempt) in news.Planned)
        {
            Enqueue(position, id, attempt);
        }

        foreach (var (position, row) in news.Adopted)
        {
            Follow(position, row, cancellationToken);
        }
    }

    private async Task EndAsync(int position, JobResult result)
    {
        results.Set(position, result);
        if (!_stopped && _retries.DelayAfter(result) is { } delay)
        {
            var id = await journal.RetryAsync(result.JobId).ConfigureAwait(false);
            observer.JobRetried(result, delay);
            Enqueue(position, id, result.Attempts + 1, time.GetTimestamp() + (long)(delay.TotalSeconds * time.TimestampFrequency));
            return;
        }

        observer.JobEnded(result);
        _stopped |= !_plan.KeepGoing && result.State != JobState.Succeeded;
    }

    // Without a journal nothing more may be started. What runs is watched to its end.
    private async Task TryAsync(Func<Task> step, CancellationToken cancellationToken)
    {
        try
        {
            await step().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The loop sees the same token.
        }
        catch (DiagnosticException exception)
        {
            _stopped = true;
            _fatal.AddRange(exception.Diagnostics.Except(_fatal));
        }
    }
}
