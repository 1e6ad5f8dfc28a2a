using Caliban.Core.History;
using Caliban.Core.Jobs.Journal;

namespace Caliban.Core.Jobs.Remote;

/// <summary>A job that is watched.</summary>
/// <param name="Row">As the history has it.</param>
/// <param name="Candidate">The hardware it asked for.</param>
internal sealed record WatchedJob(int Position, RecordedJob Row, int Candidate);

/// <summary>A watched job that ended.</summary>
internal sealed record EndedJob(WatchedJob Job, BackendJob Seen, JobResult Result);

/// <summary>
/// Looks after jobs that were handed over: one question for all of them, and what changed is written down in one transaction.
/// A backend that does not answer changes nothing.
/// </summary>
internal sealed class RemoteWatch(SweepPlan plan, IRemoteBackend backend, SweepJournal journal, ISweepObserver observer, TimeProvider time)
{
    private readonly Dictionary<long, WatchedJob> _jobs = [];
    private bool _wasSilent;

    public int Count => _jobs.Count;

    public void Add(WatchedJob job) => _jobs[job.Row.Id] = job;

    /// <returns>The jobs that ended since the last time.</returns>
    /// <exception cref="Diagnostics.DiagnosticException">The history could not be written: CAL7xxx.</exception>
    public async Task<IReadOnlyList<EndedJob>> PollAsync(CancellationToken cancellationToken)
    {
        WatchedJob[] jobs = [.. _jobs.Values];
        if (await ObserveAsync(jobs, cancellationToken).ConfigureAwait(false) is not { } seen)
        {
            return [];
        }

        var now = time.GetUtcNow();
        var changed = jobs.Zip(seen)
            .Select(pair => (Job: pair.First, Seen: pair.Second, Change: ChangeOf(pair.First.Row, pair.Second, now)))
            .Where(step => step.Change is not null)
            .ToList();
        var written = changed.Count == 0 ? [] : await journal.History.RecordAllAsync(
            [.. changed.Select(step => (step.Job.Row.Id, step.Change!))], CancellationToken.None).ConfigureAwait(false);

        var ended = new List<EndedJob>();
        foreach (var ((job, state, change), isOurs) in changed.Zip(written))
        {
            if (!isOurs)
            {
                ended.Add(await EndedByOthersAsync(job, state).ConfigureAwait(false));
            }
            else if (change!.State.IsFinal())
            {
                _jobs.Remove(job.Row.Id);
                ended.Add(new EndedJob(job, state, new RemoteReport(plan, plan.Jobs[job.Position], job.Row).Of(Known(state), now)));
            }
            else
            {
                var row = job.Row with { State = change.State, StartedAt = change.StartedAt ?? job.Row.StartedAt, Resource = change.Resource ?? job.Row.Resource };
                _jobs[job.Row.Id] = job with { Row = row };
                if (change.State == JobState.Running && job.Row.State != JobState.Running)
                {
                    observer.JobStarted(plan.Jobs[job.Position]);
                }
            }
        }

        return ended;
    }

    /// <summary>The jobs as they stand.</summary>
    public IEnumerable<(int Position, JobResult Result)> Unfinished() => _jobs.Values.Select(job => (
        job.Position,
        new JobResult(plan.Jobs[job.Position], job.Row.State, null, TimeSpan.Zero, "")
        {
            JobId = job.Row.Id,
            Attempts = job.Row.Attempt,
            Link = job.Row.Link,
        }));

    /// <summary>Null when the backend did not answer.</summary>
    private async Task<IReadOnlyList<BackendJob>?> ObserveAsync(WatchedJob[] jobs, CancellationToken cancellationToken)
    {
        try
        {
            var seen = await backend.ObserveAsync([.. jobs.Select(job => job.Row)], cancellationToken).ConfigureAwait(false);
            if (_wasSilent)
            {
                observer.Noted($"{backend.Name} answers again");
            }

            _wasSilent = false;
            return seen;
        }
        catch (TimeoutException exception)
        {
            if (!_wasSilent)
            {
                observer.Noted($"{backend.Name} does not answer ({exception.Message.TrimEnd('.')}); the jobs run on, and it is asked again");
            }

            _wasSilent = true;
            return null;
        }
    }

    private static JobChange? ChangeOf(RecordedJob row, BackendJob seen, DateTimeOffset now)
    {
        var state = seen.State switch
        {
            BackendState.Waiting => JobState.Submitted,
            BackendState.Running => JobState.Running,
            BackendState.Exited => seen.FinalState,
            _ => JobState.Lost,
        };
        return state == row.State ? null : new JobChange(state, seen.EndedAt ?? now)
        {
            ExitCode = seen.ExitCode,
            StartedAt = seen.StartedAt,
            Resource = seen.Resource,
            Link = seen.Link,
            Detail = state == JobState.Lost ? LostDetail : seen.Detail,
        };
    }

    private static BackendJob Known(BackendJob seen) => seen.State == BackendState.Unknown ? seen with { Result = JobState.Lost } : seen;

    // Stopped by CalibanStop, say, which writes that down before it asks the backend.
    private async Task<EndedJob> EndedByOthersAsync(WatchedJob job, BackendJob seen)
    {
        _jobs.Remove(job.Row.Id);
        var row = await journal.FindAsync(job.Row.Id, CancellationToken.None).ConfigureAwait(false) ?? job.Row with { State = JobState.Lost };
        return new EndedJob(job with { Row = row }, seen, new RemoteReport(plan, plan.Jobs[job.Position], row).Recorded());
    }

    private const string LostDetail = "the backend does not know it any more";
}
