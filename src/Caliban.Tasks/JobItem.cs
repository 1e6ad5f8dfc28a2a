using System.Globalization;
using Caliban.Core.Jobs;
using Caliban.Core.Processes;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Caliban.Tasks;

/// <summary>Jobs as <c>CalibanJob</c> items.</summary>
internal static class JobItem
{
    public static ITaskItem Create(PlannedJob job) => Item(job, JobState.Planned);

    public static ITaskItem Create(JobResult result)
    {
        var item = Item(result.Job, result.State);
        item.SetMetadata("ExitCode", result.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "");
        item.SetMetadata("Duration", result.Duration.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture));
        item.SetMetadata("LogPath", EscapingUtilities.Escape(result.LogPath));
        return item;
    }

    private static TaskItem Item(PlannedJob job, JobState state)
    {
        var item = new TaskItem(job.Index.ToString(CultureInfo.InvariantCulture));
        item.SetMetadata("Index", job.Index.ToString(CultureInfo.InvariantCulture));
        item.SetMetadata("State", state.ToString());
        item.SetMetadata("Label", EscapingUtilities.Escape(job.Label));
        item.SetMetadata("Arguments", EscapingUtilities.Escape(CommandLine.Format(job.Arguments)));
        return item;
    }
}
