namespace Caliban.Emulator.Jobs;

/// <summary>In JSON <c>JOB_STATE_</c> and the words in upper case.</summary>
/// <seealso href="https://github.com/googleapis/googleapis/blob/master/google/cloud/aiplatform/v1/job_state.proto"/>
public enum JobState
{
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
