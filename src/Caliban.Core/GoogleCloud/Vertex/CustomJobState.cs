namespace Caliban.Core.GoogleCloud.Vertex;

/// <summary>What a job is doing.</summary>
/// <seealso href="https://cloud.google.com/vertex-ai/docs/reference/rest/v1/JobState"/>
public enum CustomJobState
{
    /// <summary>It does not say, or says something that is not known here.</summary>
    Unspecified,
    Queued,
    Pending,
    Running,
    Succeeded,
    Failed,
    Cancelling,
    Cancelled,
    Paused,
    Expired,
    Updating,
    PartiallySucceeded,
}
