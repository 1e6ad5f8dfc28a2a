using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Jobs.Fingerprints;
using Caliban.Core.Processes;

namespace Caliban.Core.Jobs.Journal;

/// <summary>A sweep that is written down and may begin.</summary>
/// <param name="Enrolments">What becomes of each job of the plan, in its order.</param>
/// <param name="Standings">How each experiment stood to the history when the sweep began.</param>
public sealed record SweepSubmission(
    SweepJournal Journal, RecordedRun Run, RecordedImage Image, IReadOnlyList<Enrolment> Enrolments, IReadOnlyList<ExperimentStanding> Standings)
{
    /// <summary>
    /// The group of a build of the same project and user that runs at this moment: one that nobody named. Who starts the
    /// same sweep twice at once wants its jobs once. Null when there is none.
    /// </summary>
    public static async Task<string?> FindLiveGroupAsync(IHistory history, SweepPlan plan, CancellationToken cancellationToken) =>
        (await history.OpenRunsAsync(cancellationToken).ConfigureAwait(false))
            .Where(run => run.User == Environment.UserName && run.Host == Environment.MachineName && run.ProjectFile == plan.ProjectFile)
            .Select(run => run.Group)
            .LastOrDefault(group => group.StartsWith(SweepRun.GeneratedGroupPrefix, StringComparison.Ordinal));

    /// <summary>Writes down that the jobs of a plan are wanted, and finds out which of them have to be run.</summary>
    /// <param name="backend">Where the jobs go.</param>
    /// <param name="identify">Tells what they run in.</param>
    /// <param name="adoptable">What runs on of builds that have ended.</param>
    /// <param name="continuesGroup">See <see cref="RecordedRun.ContinuesGroup"/>.</param>
    /// <exception cref="DiagnosticException">The image cannot be told, or the history cannot be written.</exception>
    public static async Task<SweepSubmission> BeginAsync(
        IHistory history,
        SweepRun run,
        string backend,
        Func<CancellationToken, Task<RecordedImage>> identify,
        IReadOnlyList<RecordedJob> adoptable,
        bool continuesGroup,
        Func<string, string?> variable,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var plan = run.Plan;
        var lineage = LineageReader.ReadAsync(plan.ProjectFile, variable("PATH"), cancellationToken);
        var image = await identify(cancellationToken).ConfigureAwait(false);
        CheckApart(history, plan, image);
        var fingerprints = new SweepFingerprints(plan, image.Identity, usesDocker: backend == "docker");
        WantedExperiment[] experiments = [.. plan.Jobs.Select(fingerprints.Of)];
        var now = time.GetUtcNow();
        var recorded = new RecordedRun
        {
            Id = run.RunId,
            Group = run.Group,
            User = Environment.UserName,
            Host = Environment.MachineName,
            Process = ProcessIdentities.Current,
            StartedAt = now,
            HeartbeatAt = now,
            Project = plan.Project,
            ProjectFile = plan.ProjectFile,
            Lineage = await lineage.ConfigureAwait(false),
            ContinuesGroup = continuesGroup,
        };
        var running = adoptable
            .Where(job => job.Backend == backend)
            .GroupBy(job => job.Fingerprint.Hash)
            .ToDictionary(group => group.Key, group => group.Last().Id);
        var enrolments = await history.BeginRunAsync(recorded, image, experiments, running, plan.SkipCompleted, cancellationToken).ConfigureAwait(false);
        var standings = await SweepStandings.ReadAsync(
            history, image, experiments, [.. enrolments.Select(enrolment => enrolment.Precedent)], cancellationToken).ConfigureAwait(false);
        return new SweepSubmission(new SweepJournal(history, run, backend, image.Identity, time), recorded, image, enrolments, standings);
    }

    /// <summary>What a person is told before the first job: each experiment, and the counts.</summary>
    public IEnumerable<string> Describe(SweepPlan plan) => StandingLines.Of(plan, Standings, StandingLines.ShownInRun);

    /// <summary>Says once that results of another schema count.</summary>
    public void ReportOtherSchema(SweepPlan plan, IDiagnosticSink diagnostics)
    {
        var count = Enrolments.Count(enrolment => enrolment.Kind == EnrolmentKind.UpToDate && enrolment.Precedent.Succeeded is null);
        if (count > 0)
        {
            diagnostics.Report(Diagnostic.Create(
                LocalRunDiagnostics.OtherFingerprintSchema,
                new SourceLocation(plan.ProjectFile),
                count,
                count == 1 ? "" : "s",
                $"{SweepFingerprints.CurrentSchema} now"));
        }
    }

    // The history changes with every job: as a part of the image it would change that, and no experiment were up to date.
    private static void CheckApart(IHistory history, SweepPlan plan, RecordedImage image)
    {
        var path = Path.IsPathRooted(history.Location) ? Path.GetRelativePath(plan.ProjectFolder, history.Location) : "";
        if (image.Inputs.ContainsKey(path.Replace(Path.DirectorySeparatorChar, '/')))
        {
            throw DiagnosticException.Create(LocalRunDiagnostics.HistoryInImage, new SourceLocation(plan.ProjectFile), path);
        }
    }
}
