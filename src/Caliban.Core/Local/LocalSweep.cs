using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Jobs.Journal;

namespace Caliban.Core.Local;

/// <summary>Runs a plan on this machine from beginning to end: what the task and the runner share.</summary>
public static class LocalSweep
{
    /// <param name="variable">Reads an environment variable of the build.</param>
    /// <exception cref="DiagnosticException">No job could be started, or the history could not be written any more.</exception>
    public static async Task<SweepResult> RunAsync(
        SweepPlan plan,
        Func<string, string?> variable,
        ISweepObserver observer,
        IDiagnosticSink diagnostics,
        CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var history = await HistoryStore.OpenAsync(plan.HistoryLocation, variable, new SourceLocation(plan.ProjectFile), cancellationToken).ConfigureAwait(false);
        await using (history.ConfigureAwait(false))
        {
            var reconciler = new Reconciler(history, new LocalBackends(variable).FindAsync, Environment.UserName, Environment.MachineName, time);
            var found = await reconciler.RunAsync(cancellationToken).ConfigureAwait(false);
            TellFound(found, observer);
            var group = plan.Group.Length > 0 ? null : await SweepSubmission.FindLiveGroupAsync(history, plan, cancellationToken).ConfigureAwait(false);
            var run = SweepRun.Start(plan, time, group);
            var engine = await new LocalEngines(variable).ResolveAsync(run, diagnostics, cancellationToken).ConfigureAwait(false);
            var submission = await SweepSubmission.BeginAsync(history, run, engine, found.Adoptable, variable, time, cancellationToken).ConfigureAwait(false);
            try
            {
                var heartbeat = new Heartbeat(history, run.RunId, time);
                await using (heartbeat.ConfigureAwait(false))
                {
                    TellStandings(plan, submission, observer, diagnostics);
                    return await new SweepExecutor(run, engine, submission.Journal, reconciler, observer, diagnostics, time)
                        .RunAsync(submission.Enrolments, cancellationToken).ConfigureAwait(false);
                }
            }
            finally
            {
                await EndAsync(submission.Journal, diagnostics).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The lines of a dry run: each job and its exact command.</summary>
    public static IEnumerable<string> Preview(SweepPlan plan, Func<string, string?> variable)
    {
        var engine = new LocalEngines(variable).Preview(SweepRun.Start(plan));
        foreach (var job in plan.Jobs)
        {
            yield return $"job {job.Title}: {Processes.CommandLine.Format(engine.Command(job))}";
        }

        yield return $"{plan.Jobs.Count} job{(plan.Jobs.Count == 1 ? "" : "s")}, none of them run: this is a dry run."
            + (plan.Engine == EngineChoice.Auto ? " Without a Docker engine they would run as processes." : "");
    }

    private static void TellFound(Reconciliation found, ISweepObserver observer)
    {
        foreach (var (job, state) in found.Closed)
        {
            observer.Preparing($"job {job.Id} of an earlier build ({job.Group}): {SweepTable.StateText(state)}");
        }
    }

    private static void TellStandings(SweepPlan plan, SweepSubmission submission, ISweepObserver observer, IDiagnosticSink diagnostics)
    {
        if (plan.SkipCompleted)
        {
            foreach (var line in submission.Describe(plan))
            {
                observer.Preparing(line);
            }

            submission.ReportOtherSchema(plan, diagnostics);
        }
    }

    // A history that cannot be written at the end leaves a run that the next build ends.
    private static async Task EndAsync(SweepJournal journal, IDiagnosticSink diagnostics)
    {
        try
        {
            await journal.EndRunAsync().ConfigureAwait(false);
        }
        catch (DiagnosticException exception)
        {
            foreach (var diagnostic in exception.Diagnostics)
            {
                diagnostics.Report(diagnostic);
            }
        }
    }
}
