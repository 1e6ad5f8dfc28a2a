using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Jobs.Fingerprints;

namespace Caliban.Core.Cloud;

/// <summary>
/// Whether the last remote sweep of a project is unfinished: jobs of it run or wait, or were planned and never sent, and their
/// experiments are still wanted. Then the same target goes on with it instead of beginning anew.
/// </summary>
internal static class UnfinishedSubmission
{
    /// <returns>The group; null when there is none.</returns>
    public static async Task<string?> FindAsync(IHistory history, SweepPlan plan, CancellationToken cancellationToken)
    {
        var group = plan.Group.Length > 0 ? plan.Group : await NewestGroupAsync(history, plan, cancellationToken).ConfigureAwait(false);
        if (group is null)
        {
            return null;
        }

        var jobs = await history.JobsAsync(
            new JobQuery { User = Environment.UserName, Group = group, NewestOfEachExperiment = 1 }, cancellationToken).ConfigureAwait(false);
        if (!jobs.Any(job => job.IsRemote))
        {
            return null;
        }

        // Keys of experiments say nothing of the image.
        var fingerprints = new SweepFingerprints(plan, image: "", usesDocker: false);
        var wanted = plan.Jobs.Select(job => fingerprints.Of(job).Key).ToHashSet(StringComparer.Ordinal);
        return jobs.Any(job => (!job.State.IsFinal() || job.WasNeverStarted) && wanted.Contains(job.ExperimentKey)) ? group : null;
    }

    private static async Task<string?> NewestGroupAsync(IHistory history, SweepPlan plan, CancellationToken cancellationToken)
    {
        var newest = await history.JobsAsync(new JobQuery { User = Environment.UserName, Newest = Looked }, cancellationToken).ConfigureAwait(false);
        return newest.LastOrDefault(job => job.ProjectFile == plan.ProjectFile)?.Group;
    }

    /// <summary>How many of the newest jobs are looked through for one of the project.</summary>
    private const int Looked = 1000;
}
