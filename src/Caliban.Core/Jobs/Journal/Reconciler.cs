using Caliban.Core.History;
using Caliban.Core.Jobs.Metrics;
using Caliban.Core.Processes;

namespace Caliban.Core.Jobs.Journal;

/// <summary>
/// Brings the rows of builds that have ended into line with what the backends know: before anything new is submitted, every
/// unfinished job of this user, on this machine or at a remote backend, is found running, closed with its real exit code, or
/// called lost.
/// </summary>
/// <param name="findBackend">The backend of a name; null when it does not answer.</param>
/// <param name="isAlive">Whether a process of this machine lives.</param>
/// <param name="andRemote">Whether jobs that run elsewhere are looked at, too: that needs the network.</param>
public sealed class Reconciler(
    IHistory history,
    Func<string, CancellationToken, Task<IJobBackend?>> findBackend,
    string user,
    string host,
    TimeProvider? time = null,
    Func<ProcessIdentity, bool>? isAlive = null,
    bool andRemote = false)
{
    /// <summary>A build on another machine that says nothing for so long has ended.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(5);

    private const int LeftoversLookedAt = 2000;

    private const int MostRemoteLogs = 20;

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Func<ProcessIdentity, bool> _isAlive = isAlive ?? ProcessIdentities.IsAlive;

    /// <exception cref="Diagnostics.DiagnosticException">The history cannot be read or written: CAL7xxx.</exception>
    public async Task<Reconciliation> RunAsync(CancellationToken cancellationToken)
    {
        await EndDeadRunsAsync(cancellationToken).ConfigureAwait(false);
        var jobs = await history.JobsAsync(
            new JobQuery
            {
                User = user,
                Host = host,
                AndRemote = andRemote,
                States = [JobState.Submitting, JobState.Submitted, JobState.Running],
                OfEndedRuns = true,
            },
            cancellationToken).ConfigureAwait(false);

        var closed = new List<(RecordedJob Job, JobState State)>();
        var adoptable = new List<RecordedJob>();
        var silent = new List<SilentBackend>();
        var steps = new List<(RecordedJob Job, JobChange Change)>();
        var remoteLogs = 0;
        foreach (var group in jobs.Where(job => andRemote || !job.IsRemote).GroupBy(job => job.Backend))
        {
            try
            {
                await ReconcileAsync(group.Key, [.. group]).ConfigureAwait(false);
            }
            catch (TimeoutException exception)
            {
                silent.Add(new SilentBackend(group.Key, exception.Message.TrimEnd('.')));
            }
        }

        return new Reconciliation(adoptable, closed, silent);

        async Task ReconcileAsync(string name, IReadOnlyList<RecordedJob> group)
        {
            if (await findBackend(name, cancellationToken).ConfigureAwait(false) is not { } backend)
            {
                silent.Add(new SilentBackend(name, ""));
                return;
            }

            var seen = await backend.ObserveAsync(group, cancellationToken).ConfigureAwait(false);
            var ended = new List<RecordedJob>();
            try
            {
                foreach (var (job, observed) in group.Zip(seen))
                {
                    var state = observed.State is BackendState.Unknown or BackendState.Waiting && job.State == JobState.Submitting
                        ? await backend.SettleAsync(job, cancellationToken).ConfigureAwait(false)
                        : observed;
                    if (Adopt(job, state) is { } alive)
                    {
                        adoptable.Add(job with { Process = state.Process ?? job.Process, Resource = state.Resource ?? job.Resource, State = alive });
                    }
                    else if (state.State == BackendState.Exited)
                    {
                        await SaveLogAsync(backend, job).ConfigureAwait(false);
                        Close(
                            job, state.FinalState, state.Detail.Length > 0 ? state.Detail : "it ended while no build watched it", state);
                        ended.Add(job);
                    }
                    else if (job.State == JobState.Submitting)
                    {
                        Close(job, JobState.Stopped, $"{name} {RecordedJob.NeverArrived}");
                    }
                    else
                    {
                        Close(job, JobState.Lost, $"{name} does not know it any more");
                        ended.Add(job);
                    }
                }
            }
            finally
            {
                await WriteAsync().ConfigureAwait(false);
            }

            if (ended.Count > 0)
            {
                await backend.ReleaseAsync(ended, cancellationToken).ConfigureAwait(false);
            }
        }

        async Task SaveLogAsync(IJobBackend backend, RecordedJob job)
        {
            if (!job.IsRemote)
            {
                await backend.SaveLogAsync(job, cancellationToken).ConfigureAwait(false);
                await MetricsImport.RunAsync(history, job, cancellationToken).ConfigureAwait(false);
                return;
            }

            // Logs of remote jobs stay where they are, and are read at a limited rate: whoever wants one asks for it. A path
            // of another machine means nothing here.
            if (job.Host == host && remoteLogs++ < MostRemoteLogs)
            {
                try
                {
                    await backend.SaveLogAsync(job, cancellationToken).ConfigureAwait(false);
                    await MetricsImport.RunAsync(history, job, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception exception) when (exception is TimeoutException or IOException or UnauthorizedAccessException)
                {
                    remoteLogs = MostRemoteLogs;
                }
            }
        }

        JobState? Adopt(RecordedJob job, BackendJob observed)
        {
            if (observed.State is not (BackendState.Running or BackendState.Waiting))
            {
                return null;
            }

            // On this machine nothing waits long; elsewhere a job may wait for hours, and that is shown.
            var alive = observed.State == BackendState.Waiting && job.IsRemote ? JobState.Submitted : JobState.Running;
            if (job.State != alive || (observed.Process is not null && observed.Process != job.Process))
            {
                var change = new JobChange(alive, _time.GetUtcNow())
                {
                    StartedAt = observed.StartedAt,
                    Process = observed.Process,
                    Resource = observed.Resource,
                    Link = observed.Link,
                    Detail = job.IsRemote ? null : "it runs on after its build ended",
                };
                steps.Add((job, change));
            }

            return alive;
        }

        void Close(RecordedJob job, JobState state, string detail, BackendJob? observed = null)
        {
            var change = new JobChange(state, observed?.EndedAt ?? _time.GetUtcNow())
            {
                ExitCode = observed?.ExitCode,
                StartedAt = observed?.StartedAt,
                Resource = observed?.Resource,
                Link = observed?.Link,
                Detail = detail,
            };
            steps.Add((job with { State = state, ExitCode = observed?.ExitCode }, change));
        }

        // What is known is written down also when the rest cannot be found out: thousands of steps in one transaction.
        async Task WriteAsync()
        {
            var taken = steps.ToList();
            steps.Clear();
            if (taken.Count == 0)
            {
                return;
            }

            var written = await history.RecordAllAsync([.. taken.Select(step => (step.Job.Id, step.Change))], cancellationToken).ConfigureAwait(false);
            closed.AddRange(taken.Zip(written)
                .Where(step => step.Second && step.First.Change.State.IsFinal())
                .Select(step => (step.First.Job, step.First.Change.State)));
        }
    }

    /// <summary>
    /// Removes what backends still keep of jobs whose results are written down: a build that was killed between the two, or
    /// while it reconciled those of another, left it. Looks at the newest jobs only, and asks each backend once.
    /// </summary>
    public async Task ReleaseLeftoversAsync(CancellationToken cancellationToken)
    {
        var jobs = await history.JobsAsync(
            new JobQuery
            {
                User = user,
                Host = host,
                States = [JobState.Succeeded, JobState.Failed, JobState.Stopped, JobState.Lost],
                Newest = LeftoversLookedAt,
            },
            cancellationToken).ConfigureAwait(false);
        await ReleaseAsync(jobs, cancellationToken).ConfigureAwait(false);
    }

    private async Task EndDeadRunsAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        foreach (var run in await history.OpenRunsAsync(cancellationToken).ConfigureAwait(false))
        {
            var lives = run.Host == host ? _isAlive(run.Process) : now - run.HeartbeatAt < Silence;
            if (!lives)
            {
                await history.EndRunAsync(run.Id, now, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task ReleaseAsync(IReadOnlyList<RecordedJob> jobs, CancellationToken cancellationToken)
    {
        foreach (var group in jobs.Where(job => job is { Backend.Length: > 0, IsRemote: false }).GroupBy(job => job.Backend))
        {
            try
            {
                if (await findBackend(group.Key, cancellationToken).ConfigureAwait(false) is { } backend)
                {
                    await backend.ReleaseAsync([.. group], cancellationToken).ConfigureAwait(false);
                }
            }
            catch (TimeoutException)
            {
                // An engine that does not answer keeps them; nothing but room is lost.
            }
        }
    }
}
