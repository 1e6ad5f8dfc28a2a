using System.Threading.Channels;
using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Jobs.Journal;
using Caliban.Core.Jobs.Scheduling;

namespace Caliban.Core.Jobs.Remote;

/// <summary>
/// Hands the jobs of a plan over to a remote backend and watches them to their ends. What is under way is one loop: only it
/// touches the results. A cancellation ends the watching, not the jobs.
/// </summary>
public sealed class RemoteSweepExecutor : IDisposable
{
    /// <summary>How often the history is asked for jobs of other builds.</summary>
    private static readonly TimeSpan JoinedInterval = TimeSpan.FromSeconds(2);

    /// <summary>Ten thousand jobs are a hundred pages of Vertex AI, of which 600 may be had in a minute.</summary>
    private static readonly TimeSpan TimeOfOneJob = TimeSpan.FromMilliseconds(2);

    private readonly SweepPlan _plan;
    private readonly IRemoteBackend _backend;
    private readonly SweepJournal _journal;
    private readonly RemoteOptions _options;
    private readonly SerializedObserver _observer;
    private readonly TimeProvider _time;
    private readonly RemoteSubmitter _submitter;
    private readonly RemoteWatch _watch;
    private readonly RemoteLogs _logs;
    private readonly JoinedJobs _joined;
    private readonly RetryPolicy _retries;
    private readonly Channel<SubmissionOutcome> _outcomes = Channel.CreateUnbounded<SubmissionOutcome>();
    private readonly List<(QueuedSubmission Submission, long Due)> _later = [];
    private readonly List<Task> _rounds = [];
    private readonly List<Task<(EndedJob Ended, JobResult Result)>> _fetches = [];
    private readonly CancellationTokenSource _submitting = new();
    private readonly CancellationTokenSource _waiting = new();
    private readonly CancellationTokenSource _fetching = new();
    private bool _endsEarly;

    /// <param name="reconciler">Finds out what becomes of jobs whose builds end while they are waited for.</param>
    public RemoteSweepExecutor(
        SweepRun run,
        IRemoteBackend backend,
        SweepJournal journal,
        Reconciler reconciler,
        RemoteOptions options,
        ISweepObserver observer,
        TimeProvider? time = null)
    {
        _plan = run.Plan;
        _backend = backend;
        _journal = journal;
        _options = options;
        _observer = new SerializedObserver(observer);
        _time = time ?? TimeProvider.System;
        _submitter = new RemoteSubmitter(run, backend, journal, _observer.Noted, _time);
        _watch = new RemoteWatch(_plan, backend, journal, _observer, _time);
        _logs = new RemoteLogs(_plan, backend, journal, _observer.Noted);
        _joined = new JoinedJobs(run, journal, reconciler);
        _retries = new RetryPolicy(_plan);
    }

    /// <param name="enrolments">What becomes of each job of the plan, in its order.</param>
    /// <exception cref="DiagnosticException">The history could not be written: CAL7xxx. What was submitted runs on.</exception>
    public async Task<SweepResult> RunAsync(IReadOnlyList<Enrolment> enrolments, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        var results = new SweepResults(_plan, enrolments);
        _observer.Started(_plan, results.UpToDate);
        using var stop = cancellationToken.Register(() =>
        {
            _submitting.Cancel();
            _waiting.Cancel();
            _fetching.Cancel();
        });
        try
        {
            var submissions = await EnrolAsync(results, enrolments).ConfigureAwait(false);
            await LoopAsync(results, submissions, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What was under way ends below; the result says how the jobs stand.
        }
        finally
        {
            await _submitting.CancelAsync().ConfigureAwait(false);
            await _waiting.CancelAsync().ConfigureAwait(false);
            await _fetching.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll([.. _rounds, .. _fetches]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        DrainOutcomes(results, progress: null);
        foreach (var (position, result) in _watch.Unfinished())
        {
            results.Set(position, result);
        }

        if (!_options.Wait)
        {
            foreach (var (position, result) in await _joined.StandingAsync(CancellationToken.None).ConfigureAwait(false))
            {
                results.Set(position, result);
            }
        }

        var ended = new SweepResult(results.All, _time.GetElapsedTime(start), cancellationToken.IsCancellationRequested && results.IsUnfinished)
        {
            WasDetached = !_options.Wait,
        };
        _observer.Ended(ended);
        return ended;
    }

    /// <summary>A backend answers in pages, and may be asked so often in a minute: who has many jobs asks less often.</summary>
    private TimeSpan PollInterval => _options.PollInterval + (_watch.Count * TimeOfOneJob);

    public void Dispose()
    {
        _submitting.Dispose();
        _waiting.Dispose();
        _fetching.Dispose();
    }

    private async Task<List<QueuedSubmission>> EnrolAsync(SweepResults results, IReadOnlyList<Enrolment> enrolments)
    {
        var submissions = new List<QueuedSubmission>();
        var adopted = new List<(int Position, long Job)>();
        foreach (var (position, enrolment) in enrolments.Index().Where(item => !results.IsRepeated(item.Index)))
        {
            switch (enrolment.Kind)
            {
                case EnrolmentKind.Planned:
                    submissions.Add(new QueuedSubmission(position, _plan.Jobs[position], enrolment.Job, Attempt: 1));
                    break;
                case EnrolmentKind.Adopted:
                    adopted.Add((position, enrolment.Job));
                    break;
                case EnrolmentKind.Joined:
                    _joined.Add(position, enrolment.Job);
                    break;
            }
        }

        if (adopted.Count > 0)
        {
            await AdoptAsync(adopted).ConfigureAwait(false);
            _observer.Noted($"{adopted.Count} of the experiments were submitted before and have not ended; they are watched, not submitted again");
        }

        if (_joined.Count > 0)
        {
            _observer.Noted($"another build already submits {_joined.Count} of the experiments; their results are waited for");
        }

        return submissions;
    }

    private async Task AdoptAsync(List<(int Position, long Job)> adopted)
    {
        var rows = await _journal.History.JobsAsync(new JobQuery { Ids = [.. adopted.Select(job => job.Job)] }, CancellationToken.None).ConfigureAwait(false);
        var byId = rows.ToDictionary(row => row.Id);
        foreach (var (position, job) in adopted.Where(job => byId.ContainsKey(job.Job)))
        {
            _watch.Add(new WatchedJob(position, byId[job], 0));
        }
    }

    private async Task LoopAsync(SweepResults results, List<QueuedSubmission> submissions, CancellationToken cancellationToken)
    {
        var progress = new SubmissionProgress(submissions.Count, _observer.Noted, _time);
        var (polled, looked) = (_time.GetTimestamp(), _time.GetTimestamp());
        Submit(submissions);
        while (true)
        {
            DrainOutcomes(results, progress);
            await TakeFetchedAsync(results).ConfigureAwait(false);
            await EndRoundsAsync().ConfigureAwait(false);
            SubmitWhatIsDue();
            var submits = _rounds.Count > 0 || (_later.Count > 0 && !_endsEarly);
            if (!submits && !_outcomes.Reader.TryPeek(out _)
                && (!_options.Wait || (_watch.Count == 0 && _joined.Count == 0 && _fetches.Count == 0)))
            {
                return;
            }

            await WaitAsync(polled, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (_time.GetElapsedTime(polled) >= PollInterval)
            {
                await PollAsync(results, cancellationToken).ConfigureAwait(false);
                polled = _time.GetTimestamp();
            }

            if (_joined.Count > 0 && _time.GetElapsedTime(looked) >= JoinedInterval)
            {
                await TakeNewsAsync(results, cancellationToken).ConfigureAwait(false);
                looked = _time.GetTimestamp();
            }
        }
    }

    private async Task PollAsync(SweepResults results, CancellationToken cancellationToken)
    {
        if (!_options.Wait || _watch.Count == 0)
        {
            return;
        }

        foreach (var ended in await _watch.PollAsync(cancellationToken).ConfigureAwait(false))
        {
            // A stop while its log is fetched changes nothing of how it ended.
            results.Set(ended.Job.Position, ended.Result with { LogPath = "" });
            _fetches.Add(FetchAsync(ended));
        }
    }

    private void Submit(List<QueuedSubmission> submissions)
    {
        if (submissions.Count > 0 && !_endsEarly)
        {
            _rounds.Add(_submitter.RunAsync(submissions, _outcomes.Writer, _submitting.Token, _waiting.Token));
        }
    }

    private void SubmitWhatIsDue()
    {
        var due = _later.Where(item => item.Due <= _time.GetTimestamp()).ToList();
        _later.RemoveAll(due.Contains);
        Submit([.. due.Select(item => item.Submission)]);
    }

    // A history that cannot be written ends all of it.
    private async Task EndRoundsAsync()
    {
        foreach (var round in _rounds.Where(round => round.IsCompleted).ToList())
        {
            _rounds.Remove(round);
            await round.ConfigureAwait(false);
        }
    }

    private async Task WaitAsync(long polled, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var left = PollInterval - _time.GetElapsedTime(polled);
        var longest = _joined.Count > 0 && left > JoinedInterval ? JoinedInterval : left;
        if (_later.Count > 0 && longest > TimeSpan.FromSeconds(1))
        {
            longest = TimeSpan.FromSeconds(1);
        }

        Task[] waits =
        [
            Task.Delay(longest > TimeSpan.Zero ? longest : TimeSpan.FromMilliseconds(1), _time, end.Token),
            _outcomes.Reader.WaitToReadAsync(end.Token).AsTask(),
            .. _rounds,
            .. _fetches,
        ];
        await Task.WhenAny(waits).ConfigureAwait(false);
        await end.CancelAsync().ConfigureAwait(false);
    }

    private void DrainOutcomes(SweepResults results, SubmissionProgress? progress)
    {
        while (_outcomes.Reader.TryRead(out var outcome))
        {
            switch (outcome)
            {
                case { IsTaken: true }:
                    _joined.Add(outcome.Submission.Position, outcome.Submission.Id);
                    break;
                case { Result: { } result }:
                    results.Set(outcome.Submission.Position, result);
                    _observer.JobEnded(result);
                    EndEarlyIf(outcome.EndsAll || !_plan.KeepGoing);
                    break;
                case { Row: { } row }:
                    _watch.Add(new WatchedJob(outcome.Submission.Position, row, outcome.Candidate));
                    Tell(outcome, row);
                    progress?.Add();
                    break;
            }
        }
    }

    private void Tell(SubmissionOutcome outcome, RecordedJob row)
    {
        _observer.Noted($"job {outcome.Submission.Job.Index} of {_plan.Jobs.Count} submitted: {(row.Link.Length > 0 ? row.Link : row.Resource)}");
        if (_plan.Jobs.Count <= _options.DetailedJobs)
        {
            foreach (var hint in outcome.Hints)
            {
                _observer.Noted($"  {hint}");
            }
        }
    }

    private async Task<(EndedJob Ended, JobResult Result)> FetchAsync(EndedJob ended) =>
        (ended, await _logs.FetchAsync(ended.Job.Row, ended.Result, _fetching.Token).ConfigureAwait(false));

    private async Task TakeFetchedAsync(SweepResults results)
    {
        foreach (var fetch in _fetches.Where(fetch => fetch.IsCompleted).ToList())
        {
            _fetches.Remove(fetch);
            var (ended, result) = await fetch.ConfigureAwait(false);
            await EndAsync(results, ended, result).ConfigureAwait(false);
        }
    }

    private async Task EndAsync(SweepResults results, EndedJob ended, JobResult result)
    {
        var position = ended.Job.Position;
        results.Set(position, result);
        var wantsOtherHardware = result.State == JobState.Failed && _backend.EndedForLackOfHardware(ended.Seen);
        var delay = wantsOtherHardware && _submitter.GiveUp(ended.Job.Candidate, "there was none left when the job was to start")
            ? TimeSpan.Zero
            : _retries.DelayAfter(result);
        if (delay is { } time && !_endsEarly)
        {
            var id = await _journal.RetryAsync(result.JobId).ConfigureAwait(false);
            _observer.JobRetried(result, time);
            Later(position, id, result.Attempts + 1, time);
            return;
        }

        _observer.JobEnded(result);
        EndEarlyIf(!_plan.KeepGoing && result.State != JobState.Succeeded);
    }

    private void Later(int position, long id, int attempt, TimeSpan delay) => _later.Add((
        new QueuedSubmission(position, _plan.Jobs[position], id, attempt),
        _time.GetTimestamp() + (long)(delay.TotalSeconds * _time.TimestampFrequency)));

    private async Task TakeNewsAsync(SweepResults results, CancellationToken cancellationToken)
    {
        var news = await _joined.PollAsync(cancellationToken).ConfigureAwait(false);
        foreach (var (position, result) in news.Ended)
        {
            results.Set(position, result);
            _observer.JobEnded(result);
        }

        foreach (var (position, id, attempt) in news.Planned)
        {
            Later(position, id, attempt, TimeSpan.Zero);
        }

        foreach (var (position, row) in news.Adopted)
        {
            _watch.Add(new WatchedJob(position, row, 0));
        }
    }

    private void EndEarlyIf(bool isEnd)
    {
        if (isEnd && !_endsEarly)
        {
            _endsEarly = true;
            _submitting.Cancel();
        }
    }
}
