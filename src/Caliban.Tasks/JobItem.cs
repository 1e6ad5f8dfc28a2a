using System.Globalization;
using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Processes;

namespace Caliban.Tasks;

/// <summary>A job as a <c>CalibanJob</c> item.</summary>
/// <param name="result">Null when the job has only been planned.</param>
internal sealed class JobItem(PlannedJob job, JobResult? result = null) : LazyItem(job.Index)
{
    protected override Dictionary<string, string> EscapedMetadata()
    {
        var metadata = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Index"] = Name,
            ["State"] = (result?.State ?? JobState.Planned).ToString(),
            ["Label"] = EscapingUtilities.Escape(job.Label),
            ["Arguments"] = EscapingUtilities.Escape(CommandLine.Format(job.Arguments)),
        };
        if (result is not null)
        {
            metadata["ExitCode"] = result.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "";
            metadata["Duration"] = result.Duration.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
            metadata["JobId"] = result.JobId > 0 ? result.JobId.ToString(CultureInfo.InvariantCulture) : "";
            metadata["Attempts"] = result.Attempts.ToString(CultureInfo.InvariantCulture);
            metadata["UpToDate"] = result.WasUpToDate ? "true" : "false";
            metadata["Link"] = EscapingUtilities.Escape(result.Link);
            metadata["LogPath"] = EscapingUtilities.Escape(result.LogPath);
        }

        return metadata;
    }
}
