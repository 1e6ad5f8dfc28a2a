using Caliban.Core.History;
using Caliban.Core.Jobs;

namespace Caliban.Core.Cloud;

/// <summary>
/// Whether the last remote sweep of a project is unfinished: jobs of it run or wait, or were planned and never sent. Then the
/// same target goes on with it instead of beginning anew.
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
        return jobs.Any(job => job.IsRemote) && jobs.Any(IsUnfinished) ? group : null;
    }

    private static bool IsUnfinished(RecordedJob job) =>
        !job.State.IsFinal() || (job.State == JobState.Stopped && (job.Detail == RecordedJob.NeverStarted || job.Detail.Contains("never had it", StringComparison.Ordinal)));

    private static async Task<string?> NewestGroupAsync(IHistory history, SweepPlan plan, CancellationToken cancellationToken)
    {
        var newest = await history.JobsAsync(new JobQuery { User = Environment.UserName, Newest = Looked }, cancellationToken).ConfigureAwait(false);
        return newest.LastOrDefault(job => job.ProjectFile == plan.ProjectFile)?.Group;
    }

    /// <summary>How many of the newest jobs are looked through for one of the project.</summary>
    private const int Looked = 1000;
}
