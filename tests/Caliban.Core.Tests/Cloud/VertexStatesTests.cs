using Caliban.Core.Cloud;
using Caliban.Core.GoogleCloud.Vertex;
using Caliban.Core.Jobs;
using JobState = Caliban.Core.History.JobState;

namespace Caliban.Core.Tests.Cloud;

/// <summary>What the states of Vertex AI mean.</summary>
public sealed class VertexStatesTests
{
    [Theory]
    [InlineData(CustomJobState.Unspecified, BackendState.Waiting)]
    [InlineData(CustomJobState.Queued, BackendState.Waiting)]
    [InlineData(CustomJobState.Pending, BackendState.Waiting)]
    [InlineData(CustomJobState.Paused, BackendState.Waiting)]
    [InlineData(CustomJobState.Running, BackendState.Running)]
    [InlineData(CustomJobState.Updating, BackendState.Running)]
    [InlineData(CustomJobState.Cancelling, BackendState.Running)]
    public void A_job_that_has_not_ended_waits_or_runs(CustomJobState state, BackendState expected)
    {
        var seen = Describe(Job(state, "an error of an attempt that is tried again"));

        Assert.Equal((expected, null, "the resource", "the link"), (seen.State, seen.Result, seen.Resource, seen.Link));
    }

    [Theory]
    [InlineData(CustomJobState.Succeeded, "", JobState.Succeeded, 0, "")]
    [InlineData(CustomJobState.Failed, "it broke", JobState.Failed, null, "it broke")]
    [InlineData(CustomJobState.Failed, "", JobState.Failed, null, "")]
    [InlineData(CustomJobState.Cancelled, "", JobState.Stopped, null, "it was cancelled")]
    [InlineData(CustomJobState.Cancelled, "CANCELED", JobState.Stopped, null, "CANCELED")]
    [InlineData(CustomJobState.Expired, "", JobState.Failed, null, "it waited longer for its hardware than it may")]
    [InlineData(CustomJobState.PartiallySucceeded, "", JobState.Failed, null, "only a part of it succeeded")]
    public void A_job_that_has_ended_says_how(CustomJobState state, string error, JobState expected, int? exitCode, string detail)
    {
        var seen = Describe(Job(state, error));

        Assert.Equal((BackendState.Exited, expected, exitCode, detail), (seen.State, seen.FinalState, seen.ExitCode, seen.Detail));
        Assert.Equal((DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddMinutes(1)), (seen.StartedAt, seen.EndedAt));
    }

    [Fact]
    public void Every_state_has_a_meaning_and_only_a_success_is_one() => Assert.All(
        Enum.GetValues<CustomJobState>(),
        state =>
        {
            var job = Job(state, "");
            var seen = Describe(job);
            Assert.Equal(job.IsFinal, seen.State == BackendState.Exited);
            Assert.Equal(state == CustomJobState.Succeeded, seen.State == BackendState.Exited && seen.FinalState == JobState.Succeeded);
        });

    [Theory]
    [InlineData("The replica workerpool0-0 exited with a non-zero status of 3. To find out more about why your job exited please check the logs: https://…", 3)]
    [InlineData("The replica workerpool0-0 exited with a non-zero status of 137(Killed). To find out more", 137)]
    [InlineData("The replica workerpool0-0 ran out of memory and exited with a non-zero status of 137. To find out more", 137)]
    [InlineData("The replica workerpool1-2 exited with a non-zero status of 5. The replica workerpool0-0 exited with a non-zero status of 1.", 5)]
    [InlineData("Exited With A Non-Zero Status Of 2", 2)]
    [InlineData("exited with a non-zero status of 99999999999999999999", null)]
    [InlineData("Internal error occurred for the current attempt.", null)]
    [InlineData("a status of 3", null)]
    public void The_exit_code_is_in_a_sentence(string message, int? expected) =>
        Assert.Equal(expected, Describe(Job(CustomJobState.Failed, message)).ExitCode);

    [Theory]
    [InlineData(CustomJobState.Failed, "Resources are insufficient in region: us-central1. Try a different region or use a different accelerator.", true)]
    [InlineData(CustomJobState.Failed, "The replica workerpool0-0 exited with a non-zero status of 1.", false)]
    [InlineData(CustomJobState.Cancelled, "Resources are insufficient in region: us-central1.", false)]
    [InlineData(CustomJobState.Pending, "Resources are insufficient in region: us-central1.", false)]
    public void A_lack_of_hardware_is_told_apart_from_other_failures(CustomJobState state, string message, bool expected) =>
        Assert.Equal(expected, VertexStates.EndedForLackOfHardware(Describe(Job(state, message))));

    private static BackendJob Describe(CustomJob job) => VertexStates.Describe(job, "the resource", "the link");

    private static CustomJob Job(CustomJobState state, string error) => new()
    {
        Name = "projects/1/locations/us-central1/customJobs/2",
        State = state,
        StartTime = DateTimeOffset.UnixEpoch,
        EndTime = DateTimeOffset.UnixEpoch.AddMinutes(1),
        Error = error.Length > 0 ? new RpcStatus(3, error) : null,
    };
}
