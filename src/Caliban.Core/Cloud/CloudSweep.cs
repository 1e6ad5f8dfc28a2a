using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Images.Identity;
using Caliban.Core.Jobs;
using Caliban.Core.Jobs.Fingerprints;
using Caliban.Core.Jobs.Journal;
using Caliban.Core.Jobs.Remote;
using Caliban.Core.Reports;

namespace Caliban.Core.Cloud;

/// <summary>Runs a plan at a remote backend from beginning to end: what the task and the runner share.</summary>
/// <param name="findBackend">Finds the backends of jobs that were submitted before.</param>
/// <param name="variable">Reads an environment variable of the build.</param>
public sealed class CloudSweep(Func<string, CancellationToken, Task<IJobBackend?>> findBackend, Func<string, string?> variable)
{
    /// <param name="image">The image in its registry: <c>registry/name@digest</c>.</param>
    /// <param name="connect">Makes the backend; it is given the id of the store, which the jobs are labelled with.</param>
    /// <exception cref="DiagnosticException">No job could be submitted, or the history could not be written any more.</exception>
    public async Task<ReportedSweep> RunAsync(
        SweepPlan plan,
        string image,
        Func<SweepRun, string, IRemoteBackend> connect,
        RemoteOptions options,
        ISweepObserver observer,
        IDiagnosticSink diagnostics,
        CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var history = await HistoryStore.OpenAsync(plan.HistoryLocation, variable, new SourceLocation(plan.ProjectFile), cancellationToken).ConfigureAwait(false);
        await using (history.ConfigureAwait(false))
        {
            var reconciler = new Reconciler(history, findBackend, Environment.UserName, Environment.MachineName, time, andRemote: true);
            var found = await reconciler.RunAsync(cancellationToken).ConfigureAwait(false);
            TellClosed(found, observer);
            var unfinished = plan.RunsAgain ? null : await UnfinishedSubmission.FindAsync(history, plan, cancellationToken).ConfigureAwait(false);
            var group = plan.Group.Length > 0 ? null
                : unfinished ?? await SweepSubmission.FindLiveGroupAsync(history, plan, cancellationToken).ConfigureAwait(false);
            var run = SweepRun.Start(plan, time, group);
            var backend = connect(run, history.StoreId);
            RequireAnswer(found, backend.Name, plan);
            var submission = await SweepSubmission.BeginAsync(
                history, run, backend.Name, _ => Task.FromResult(Identify(plan, image)), found.Adoptable, unfinished is not null, variable, time, cancellationToken).ConfigureAwait(false);
            try
            {
                var heartbeat = new Heartbeat(history, run.RunId, time);
                await using (heartbeat.ConfigureAwait(false))
                {
                    TellBeginning(plan, submission, unfinished, observer, diagnostics);
                    using var executor = new RemoteSweepExecutor(run, backend, submission.Journal, reconciler, options, observer, time);
                    var result = await executor.RunAsync(submission.Enrolments, cancellationToken).ConfigureAwait(false);
                    var report = SweepReport.Of(run, result, submission, backend.Name, time.GetUtcNow());
                    return new ReportedSweep(result, await SweepReporter.PublishAsync(report, variable, diagnostics, CancellationToken.None).ConfigureAwait(false));
                }
            }
            finally
            {
                await EndAsync(submission.Journal, diagnostics).ConfigureAwait(false);
            }
        }
    }

    /// <summary>What the jobs run in, for the history: by what goes into it, or where it is not ours, by its name.</summary>
    private static RecordedImage Identify(SweepPlan plan, string image)
    {
        var digest = image.Contains('@', StringComparison.Ordinal) ? image[(image.IndexOf('@', StringComparison.Ordinal) + 1)..] : "";
        if (plan.ImageTag.Length > 0)
        {
            return new RecordedImage($"cloud-{(digest.Length > 0 ? digest : image)}", image, digest, new Dictionary<string, string>());
        }

        var specification = ImageSpecification.Read(plan.Image, plan.Project, plan.ProjectFolder, plan.OutputFolder, CancellationToken.None);
        var recorded = RecordedInputs.OfImage(specification);

        // A row of its own: the local engine's image of the same inputs has another name.
        return recorded with { Identity = $"cloud-{recorded.Identity}", Reference = image, Digest = digest };
    }

    private static void TellClosed(Reconciliation found, ISweepObserver observer)
    {
        foreach (var (job, state) in found.Closed)
        {
            observer.Preparing($"job {job.Id} of an earlier build ({job.Group}): {SweepTable.StateText(state)}");
        }
    }

    // Who cannot ask what became of earlier jobs must not send new ones.
    private static void RequireAnswer(Reconciliation found, string backend, SweepPlan plan)
    {
        if (found.Silent.FirstOrDefault(silent => silent.Name == backend) is { } silent)
        {
            throw DiagnosticException.Create(RemoteJobDiagnostics.BackendSilent, new SourceLocation(plan.ProjectFile), silent.Name, silent.Reason);
        }
    }

    private static void TellBeginning(SweepPlan plan, SweepSubmission submission, string? unfinished, ISweepObserver observer, IDiagnosticSink diagnostics)
    {
        if (unfinished is not null)
        {
            var counts = submission.Enrolments.CountBy(enrolment => enrolment.Kind).ToDictionary();
            observer.Preparing(
                $"going on with group {unfinished}: {counts.GetValueOrDefault(EnrolmentKind.UpToDate)} succeeded, "
                + $"{counts.GetValueOrDefault(EnrolmentKind.Adopted) + counts.GetValueOrDefault(EnrolmentKind.Joined)} run or wait, "
                + $"{counts.GetValueOrDefault(EnrolmentKind.Planned)} to be submitted");
        }

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
