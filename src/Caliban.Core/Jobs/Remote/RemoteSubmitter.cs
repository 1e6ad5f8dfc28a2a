using System.Collections.Concurrent;
using System.Threading.Channels;
using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Jobs.Journal;

namespace Caliban.Core.Jobs.Remote;

/// <summary>
/// Hands jobs over, many at once. Each is written down before the backend is asked, and again when it has the job; what many
/// write at the same time is one transaction.
/// </summary>
internal sealed class RemoteSubmitter(SweepRun run, IRemoteBackend backend, SweepJournal journal, Action<string> onNote, TimeProvider time)
{
    private readonly GroupCommit<Claim, ClaimResult> _claims = new(claims => journal.History.ClaimAllAsync(claims, CancellationToken.None));

    private readonly GroupCommit<(long Job, JobChange Change), bool> _steps = new(
        steps => journal.History.RecordAllAsync(steps, CancellationToken.None));

    private readonly ConcurrentDictionary<string, bool> _notes = [];
    private int _candidate;
    private int _hasEnded;

    /// <summary>Hands over what is given. Ends when all of it has an outcome, or as soon as possible after a cancellation.</summary>
    /// <param name="withdraw">Lets none begin any more; what the backend has been asked to take is waited for.</param>
    /// <exception cref="DiagnosticException">The history could not be written: CAL7xxx.</exception>
    public async Task RunAsync(
        IReadOnlyList<QueuedSubmission> submissions, ChannelWriter<SubmissionOutcome> outcomes, CancellationToken withdraw, CancellationToken cancellationToken)
    {
        var queue = new ConcurrentQueue<QueuedSubmission>(submissions);
        var workers = Math.Min(backend.Concurrency, submissions.Count);
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(WorkAsync, CancellationToken.None))).ConfigureAwait(false);

        async Task WorkAsync()
        {
            while (!withdraw.IsCancellationRequested && Volatile.Read(ref _hasEnded) == 0 && queue.TryDequeue(out var submission))
            {
                try
                {
                    if (await SubmitAsync(submission, withdraw, cancellationToken).ConfigureAwait(false) is { } outcome)
                    {
                        await outcomes.WriteAsync(outcome.EndsAll ? SayOnce(outcome) : outcome, CancellationToken.None).ConfigureAwait(false);
                    }
                }
                catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
                {
                    // Its row says that it may have been sent. The next build asks the backend.
                }
            }
        }
    }

    /// <summary>A job ended for lack of its hardware: from now on the next kind is asked for, if there is one.</summary>
    public bool GiveUp(int candidate, string reason)
    {
        if (candidate + 1 >= backend.CandidateCount)
        {
            return false;
        }

        if (Interlocked.CompareExchange(ref _candidate, candidate + 1, candidate) == candidate)
        {
            onNote($"no {backend.CandidateTitle(candidate)} can be had ({reason}); {backend.CandidateTitle(candidate + 1)} is asked for instead");
        }

        return true;
    }

    /// <returns>Null when it was withdrawn: it is as if it had never begun.</returns>
    private async Task<SubmissionOutcome?> SubmitAsync(QueuedSubmission submission, CancellationToken withdraw, CancellationToken cancellationToken)
    {
        var logPath = run.LogPath(submission.Job, submission.Attempt);
        var claim = await _claims.AddAsync(journal.ClaimOf(submission.Id, logPath, backend.Place)).ConfigureAwait(false);
        if (claim.Outcome != ClaimOutcome.Claimed)
        {
            return new SubmissionOutcome(submission, IsTaken: true);
        }

        var name = journal.NameOf(submission.Id);
        while (true)
        {
            var candidate = Volatile.Read(ref _candidate);
            try
            {
                var launch = new RemoteLaunch(submission.Job, submission.Id, name, candidate, run.Group);
                var receipt = await backend.SubmitAsync(launch, Note, withdraw, cancellationToken).ConfigureAwait(false);
                return await AcceptedAsync(submission, receipt, candidate).ConfigureAwait(false);
            }
            catch (RemoteRefusalException refusal) when (refusal.Kind == RemoteRefusalKind.OfHardware && GiveUp(candidate, refusal.Message.TrimEnd('.')))
            {
                // Once more, with the next kind.
            }
            catch (RemoteRefusalException refusal)
            {
                return await RefusedAsync(submission, refusal).ConfigureAwait(false);
            }
            catch (RemoteWithdrawalException)
            {
                var change = new JobChange(JobState.Stopped, time.GetUtcNow()) { Detail = RecordedJob.NeverStarted };
                await _steps.AddAsync((submission.Id, change)).ConfigureAwait(false);
                return null;
            }
            catch (TimeoutException exception)
            {
                return Unknown(submission, exception.Message.TrimEnd('.'));
            }
        }
    }

    private async Task<SubmissionOutcome> AcceptedAsync(QueuedSubmission submission, RemoteReceipt receipt, int candidate)
    {
        var change = new JobChange(JobState.Submitted, time.GetUtcNow()) { Resource = receipt.Resource, Link = receipt.Link };
        await _steps.AddAsync((submission.Id, change)).ConfigureAwait(false);
        var row = await journal.FindAsync(submission.Id, CancellationToken.None).ConfigureAwait(false);
        return row?.State.IsFinal() == true
            ? await StoppedAsync(submission, row with { Resource = receipt.Resource, Link = receipt.Link }).ConfigureAwait(false)
            : new SubmissionOutcome(submission, row, candidate) { Hints = receipt.Hints };
    }

    // Somebody stopped it between its claim and now, when no backend could have been asked to.
    private async Task<SubmissionOutcome> StoppedAsync(QueuedSubmission submission, RecordedJob row)
    {
        try
        {
            await backend.StopAsync([row], CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            row = row with { Detail = $"{row.Detail.TrimEnd('.')}; but it has been submitted and could not be cancelled ({exception.Message.TrimEnd('.')}), so cancel it there" };
        }

        return new SubmissionOutcome(submission, Result: new RemoteReport(run.Plan, submission.Job, row).Recorded());
    }

    private async Task<SubmissionOutcome> RefusedAsync(QueuedSubmission submission, RemoteRefusalException refusal)
    {
        var change = new JobChange(JobState.Failed, time.GetUtcNow()) { Detail = refusal.Diagnostic.Message };
        await _steps.AddAsync((submission.Id, change)).ConfigureAwait(false);
        var result = new JobResult(submission.Job, JobState.Failed, null, TimeSpan.Zero, "", refusal.Diagnostic)
        {
            JobId = submission.Id,
            Attempts = submission.Attempt,
        };
        return new SubmissionOutcome(submission, Result: result, EndsAll: refusal.Kind != RemoteRefusalKind.OfJob);
    }

    // The row stays as it is: that the job may be there is the truth.
    private SubmissionOutcome Unknown(QueuedSubmission submission, string reason)
    {
        var failure = Diagnostic.Create(
            RemoteJobDiagnostics.OutcomeUnknown, new SourceLocation(run.Plan.ProjectFile), submission.Job.Title, backend.Name, reason);
        var result = new JobResult(submission.Job, JobState.Lost, null, TimeSpan.Zero, "", failure)
        {
            JobId = submission.Id,
            Attempts = submission.Attempt,
        };
        return new SubmissionOutcome(submission, Result: result, EndsAll: true);
    }

    // Many that are under way at the same time meet the same obstacle.
    private SubmissionOutcome SayOnce(SubmissionOutcome outcome) =>
        Interlocked.Exchange(ref _hasEnded, 1) == 0 ? outcome : outcome with { Result = outcome.Result! with { Failure = null } };

    // Many jobs wait for the same.
    private void Note(string sentence)
    {
        if (_notes.TryAdd(sentence, true))
        {
            onNote(sentence);
        }
    }
}
