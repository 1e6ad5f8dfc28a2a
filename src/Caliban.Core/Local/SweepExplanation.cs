using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Jobs.Fingerprints;

namespace Caliban.Core.Local;

/// <summary>Compares the experiments of a plan with the history: why each would run, or would not. Runs and writes nothing.</summary>
public sealed class SweepExplanation(Func<string, string?> variable, IDiagnosticSink diagnostics)
{
    /// <summary>Every experiment of the plan.</summary>
    /// <param name="group">Compare with the newest jobs of this group; empty to compare with all that the history has.</param>
    /// <exception cref="DiagnosticException">The image cannot be told, or the history cannot be read.</exception>
    public async Task<IReadOnlyList<ExplainedExperiment>> ReadAsync(SweepPlan plan, string group, CancellationToken cancellationToken)
    {
        var engine = await new LocalEngines(variable).ResolveAsync(SweepRun.Start(plan), diagnostics, cancellationToken).ConfigureAwait(false);
        var image = await engine.IdentifyAsync(cancellationToken).ConfigureAwait(false);
        var wanted = Wanted(plan, engine, image);
        var history = await HistoryStore.OpenExistingAsync(plan.HistoryLocation, variable, new SourceLocation(plan.ProjectFile), cancellationToken).ConfigureAwait(false);
        if (history is null)
        {
            return [.. plan.Jobs.Zip(wanted, (job, experiment) =>
                new ExplainedExperiment(job, experiment, new ExperimentStanding(Standing.New, "new", null), null, []))];
        }

        await using (history.ConfigureAwait(false))
        {
            var precedents = group.Length == 0
                ? await history.FindPrecedentsAsync(wanted, cancellationToken).ConfigureAwait(false)
                : await PrecedentsOfGroupAsync(history, group, wanted, cancellationToken).ConfigureAwait(false);
            var standings = await SweepStandings.ReadAsync(history, image, wanted, precedents, cancellationToken).ConfigureAwait(false);
            return await CompareAsync(history, image, plan, wanted, standings, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The standings of a dry run, which asks no engine; null where there is no history, or the image cannot be told without an engine.</summary>
    public static async Task<IReadOnlyList<ExperimentStanding>?> PreviewAsync(
        SweepPlan plan, IJobEngine engine, Func<string, string?> variable, CancellationToken cancellationToken)
    {
        if (plan.ImageTag.Length > 0
            || await HistoryStore.OpenExistingAsync(plan.HistoryLocation, variable, new SourceLocation(plan.ProjectFile), cancellationToken).ConfigureAwait(false)
                is not { } history)
        {
            return null;
        }

        await using (history.ConfigureAwait(false))
        {
            var image = await engine.IdentifyAsync(cancellationToken).ConfigureAwait(false);
            var wanted = Wanted(plan, engine, image);
            var precedents = await history.FindPrecedentsAsync(wanted, cancellationToken).ConfigureAwait(false);
            return await SweepStandings.ReadAsync(history, image, wanted, precedents, cancellationToken).ConfigureAwait(false);
        }
    }

    private static WantedExperiment[] Wanted(SweepPlan plan, IJobEngine engine, RecordedImage image) =>
        [.. plan.Jobs.Select(new SweepFingerprints(plan, image.Identity, usesDocker: engine.Backend == "docker").Of)];

    private static async Task<IReadOnlyList<Precedent>> PrecedentsOfGroupAsync(
        IHistory history, string group, IReadOnlyList<WantedExperiment> wanted, CancellationToken cancellationToken)
    {
        var jobs = await history.JobsAsync(
            new JobQuery { User = Environment.UserName, Group = group, NewestOfEachExperiment = 1 }, cancellationToken).ConfigureAwait(false);
        var newest = jobs.ToDictionary(job => job.ExperimentKey, StringComparer.Ordinal);
        return [.. wanted.Select(experiment => newest.GetValueOrDefault(experiment.Key) switch
        {
            null => Precedent.None,
            var job when job.Fingerprint.Hash != experiment.Fingerprint.Hash => new Precedent { Earlier = job.Fingerprint, EarlierJob = job.Id },
            { State: JobState.Succeeded } job => new Precedent { Succeeded = job.Id },
            var job => new Precedent { Unsuccessful = (job.Id, job.State) },
        })];
    }

    private static async Task<IReadOnlyList<ExplainedExperiment>> CompareAsync(
        IHistory history,
        RecordedImage image,
        SweepPlan plan,
        WantedExperiment[] wanted,
        IReadOnlyList<ExperimentStanding> standings,
        CancellationToken cancellationToken)
    {
        long[] ids = [.. standings.Select(standing => standing.Before).OfType<long>().Distinct()];
        var jobs = ids.Length == 0
            ? []
            : (await history.JobsAsync(new JobQuery { Ids = ids }, cancellationToken).ConfigureAwait(false)).ToDictionary(job => job.Id);
        string[] images = [.. jobs.Values.Select(job => job.Fingerprint.Image).Where(identity => identity != image.Identity).Distinct()];
        var inputs = images.Length == 0 ? null : await history.ImageInputsAsync(images, cancellationToken).ConfigureAwait(false);
        return [.. plan.Jobs.Select((job, position) =>
        {
            var before = standings[position].Before is { } id ? jobs.GetValueOrDefault(id) : null;
            var old = before is null ? null : inputs?.GetValueOrDefault(before.Fingerprint.Image);
            return new ExplainedExperiment(job, wanted[position], standings[position], before, old is null ? [] : ImageDifference.Lines(old, image.Inputs));
        })];
    }
}
