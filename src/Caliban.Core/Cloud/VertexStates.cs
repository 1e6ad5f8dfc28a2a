using System.Globalization;
using System.Text.RegularExpressions;
using Caliban.Core.GoogleCloud.Vertex;
using Caliban.Core.History;
using Caliban.Core.Jobs;

namespace Caliban.Core.Cloud;

/// <summary>Jobs of Vertex AI in our own terms.</summary>
internal static partial class VertexStates
{
    /// <summary>In the job's error when there was no machine left.</summary>
    private const string Stockout = "Resources are insufficient in region";

    /// <param name="resource">Its name as we write it, with the id of the project.</param>
    public static BackendJob Describe(CustomJob job, string resource, string link)
    {
        var error = job.Error?.Message ?? "";
        return job.State switch
        {
            CustomJobState.Queued or CustomJobState.Pending or CustomJobState.Paused or CustomJobState.Unspecified => Alive(BackendState.Waiting),
            CustomJobState.Succeeded => Ended(JobState.Succeeded, 0, ""),
            CustomJobState.Failed => Ended(JobState.Failed, ExitCode(error), error),
            CustomJobState.Cancelled => Ended(JobState.Stopped, null, error.Length > 0 ? error : "it was cancelled"),
            CustomJobState.Expired => Ended(JobState.Failed, null, error.Length > 0 ? error : "it waited longer for its hardware than it may"),
            CustomJobState.PartiallySucceeded => Ended(JobState.Failed, ExitCode(error), error.Length > 0 ? error : "only a part of it succeeded"),
            _ => Alive(BackendState.Running),
        };

        BackendJob Alive(BackendState state) => new(state, StartedAt: job.StartTime) { Resource = resource, Link = link };

        BackendJob Ended(JobState state, int? exitCode, string detail) => new(BackendState.Exited, exitCode, job.StartTime, job.EndTime)
        {
            Result = state,
            Detail = detail,
            Resource = resource,
            Link = link,
        };
    }

    /// <summary>Whether a job ended since there was no machine for it, so that another kind may be asked for.</summary>
    public static bool EndedForLackOfHardware(BackendJob job) =>
        job is { State: BackendState.Exited, Result: JobState.Failed } && job.Detail.Contains(Stockout, StringComparison.OrdinalIgnoreCase);

    // The platform names it only in a sentence. Of several replicas the first one that is named failed first.
    private static int? ExitCode(string message) => ExitStatus().Match(message) is { Success: true } match
        && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : null;

    [GeneratedRegex("exited with a non-zero status of ([0-9]{1,9})(?![0-9])", RegexOptions.IgnoreCase)]
    private static partial Regex ExitStatus();
}
