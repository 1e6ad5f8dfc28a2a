using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Jobs.Fingerprints;
using Caliban.Core.Jobs.Journal;
using Caliban.Core.Reports;

namespace Caliban.Core.Local;

/// <summary>Runs a plan on this machine from beginning to end: what the task and the runner share.</summary>
public static class LocalSweep
{
    /// <param name="variable">Reads an environment variable of the build.</param>
    /// <exception cref="DiagnosticException">No job could be started, or the history could not be written any more.</exception>
    public static async Task<ReportedSweep> RunAsync(
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
            var submission = await SweepSubmission.BeginAsync(
                history, run, engine.Backend, engine.IdentifyAsync, found.Adoptable, continuesGroup: false, variable, time, cancellationToken).ConfigureAwait(false);
            try
            {
                var heartbeat = new Heartbeat(history, run.RunId, time);
                await using (heartbeat.ConfigureAwait(false))
                {
                    TellStandings(plan, submission, observer, diagnostics);
                    var result = await new SweepExecutor(run, engine, submission.Journal, reconciler, observer, diagnostics, time)
                        .RunAsync(submission.Enrolments, cancellationToken).ConfigureAwait(false);
                    var report = SweepReport.Of(run, result, submission, engine.Backend, time.GetUtcNow());

                    // A sweep that was stopped is reported, too.
                    return new ReportedSweep(result, await SweepReporter.PublishAsync(report, variable, diagnostics, CancellationToken.None).ConfigureAwait(false));
                }
            }
            finally
            {
                await EndAsync(submission.Journal, reconciler, diagnostics).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The lines of a dry run: each job and its exact command, and whether it would run. Asks no engine.</summary>
    public static async Task<IReadOnlyList<string>> PreviewAsync(SweepPlan plan, Func<string, string?> variable, CancellationToken cancellationToken)
    {
        var engine = new LocalEngines(variable).Preview(SweepRun.Start(plan));
        var standings = plan.SkipCompleted ? await SweepExplanation.PreviewAsync(plan, engine, variable, cancellationToken).ConfigureAwait(false) : null;
        var jobs = plan.Jobs.Select((job, position) =>
            $"job {job.Title}: {(standings is null ? "" : $"[{standings[position].Reason}] ")}{Processes.CommandLine.Format(engine.Command(job))}");
        return
        [
            .. jobs,
            $"{plan.Jobs.Count} job{(plan.Jobs.Count == 1 ? "" : "s")}, none of them run: this is a dry run."
                + (plan.Engine == EngineChoice.Auto ? " Without a Docker engine they would run as processes." : ""),
            .. standings is null ? [] : (string[])[$"With CalibanSkipCompleted: {SweepStandings.Summarize(standings)}."],
        ];
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
    private static async Task EndAsync(SweepJournal journal, Reconciler reconciler, IDiagnosticSink diagnostics)
    {
        try
        {
            await journal.EndRunAsync().ConfigureAwait(false);
            await reconciler.ReleaseLeftoversAsync(CancellationToken.None).ConfigureAwait(false);
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
