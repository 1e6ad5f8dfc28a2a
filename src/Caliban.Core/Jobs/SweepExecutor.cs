using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Jobs.Journal;
using Caliban.Core.Jobs.Scheduling;

namespace Caliban.Core.Jobs;

/// <summary>Runs the jobs of a plan, as many at once as there is room for, and says how each ended.</summary>
/// <param name="reconciler">Finds out what becomes of jobs whose builds end while they are waited for.</param>
public sealed class SweepExecutor(
    SweepRun run,
    IJobEngine engine,
    SweepJournal journal,
    Reconciler reconciler,
    ISweepObserver observer,
    IDiagnosticSink diagnostics,
    TimeProvider? time = null)
{
    private readonly SweepPlan _plan = run.Plan;
    private readonly SerializedObserver _observer = new(observer);
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Prepares the engine and runs every job. A cancellation stops what runs and is a result, not an exception.</summary>
    /// <param name="enrolments">What becomes of each job of the plan, in its order.</param>
    /// <exception cref="DiagnosticException">
    /// The engine could not prepare, or a job needs more than there is: no job was started. Or the history could not be
    /// written: no further job was started, and those that ran have ended or are found by the next build.
    /// </exception>
    public async Task<SweepResult> RunAsync(IReadOnlyList<Enrolment> enrolments, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        var results = new SweepResults(_plan, enrolments);
        try
        {
            if (results.UpToDate < enrolments.Count)
            {
                await PrepareAsync(cancellationToken).ConfigureAwait(false);
                var capacity = Capacity.Of(_plan, MachineCapacity.OfThisMachine(await DevicesAsync(cancellationToken).ConfigureAwait(false)));
                _observer.Started(_plan, results.UpToDate);
                await DispatchAsync(results, capacity, enrolments, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                _observer.Started(_plan, results.UpToDate);
            }
        }
        finally
        {
            await engine.CleanUpAsync().ConfigureAwait(false);
        }

        var result = new SweepResult(results.All, _time.GetElapsedTime(start), results.WasCanceled(cancellationToken));
        _observer.Ended(result);
        return result;
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await engine.PrepareAsync(_observer.Preparing, cancellationToken).ConfigureAwait(false) is { Length: > 0 } digest)
            {
                await journal.ImageAsync(digest).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The dispatcher sees the same token and starts nothing; the result says that all was left out.
        }
    }

    private async Task<IReadOnlyList<string>> DevicesAsync(CancellationToken cancellationToken) =>
        _plan.UseGpu && !cancellationToken.IsCancellationRequested ? await engine.DevicesAsync(cancellationToken).ConfigureAwait(false) : [];

    private Task DispatchAsync(SweepResults results, Capacity capacity, IReadOnlyList<Enrolment> enrolments, CancellationToken cancellationToken)
    {
        if (capacity.Note.Length > 0)
        {
            _observer.Noted(capacity.Note);
        }

        var runner = new JobRunner(_plan, engine, journal, _observer, diagnostics, _time);
        return new SweepDispatcher(run, runner, journal, new JoinedJobs(run, journal, reconciler), capacity, results, _observer, _time)
            .RunAsync(enrolments, cancellationToken);
    }
}
