using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Tracking;
using static Caliban.Core.Tests.Tracking.RecordedJobs;

namespace Caliban.Core.Tests.Tracking;

public sealed class JobWaitTests
{
    private readonly TrackingTrial _trial = new();

    [Fact]
    public async Task All_jobs_of_a_group_are_waited_for_and_each_end_is_shown()
    {
        _trial.History.Add(Job(1, JobState.Succeeded, 1), Job(2, JobState.Running, 2), Job(3, JobState.Running, 3));
        Then(2, Job(2, JobState.Succeeded, 2));
        Then(3, Job(3, JobState.Succeeded, 3));

        var jobs = await WaitAsync(Request(TrackingVerb.Wait, "rates"));

        Assert.All(jobs, job => Assert.Equal(JobState.Succeeded, job.State));
        Assert.Equal(
            ["waiting for 2 jobs (2 running)", "job 2 rate=0.2 succeeded after 1 min 05 s", "job 3 rate=0.3 succeeded after 1 min 05 s", "3 jobs: 3 succeeded"],
            _trial.Lines);
        Assert.Empty(_trial.Diagnostics);
    }

    [Fact]
    public async Task Each_job_that_did_not_succeed_is_an_error()
    {
        _trial.History.Add(Job(1, JobState.Failed, 1), Job(2, JobState.Lost, 2) with { Detail = "docker does not know it any more" }, Job(3, JobState.Stopped, 3) with { Detail = "stopped by ada" });

        await WaitAsync(Request(TrackingVerb.Wait, "rates"));

        Assert.All(_trial.Diagnostics, diagnostic => Assert.Equal("CAL7034", diagnostic.Descriptor.Code));
        Assert.Equal("Job 1 rate=0.1 failed with exit code 3. Arguments: --rate 0.1 --name 'two words'. Log: /home/ada/mnist/obj/caliban/logs/run-1/0001.log", _trial.Diagnostics[0].Message);
        Assert.StartsWith("Job 2 rate=0.2 was lost (docker does not know it any more). Arguments: ", _trial.Diagnostics[1].Message);
        Assert.StartsWith("Job 3 rate=0.3 was stopped by ada.", _trial.Diagnostics[2].Message);
    }

    [Fact]
    public async Task A_failed_job_that_its_run_tries_again_is_waited_for()
    {
        _trial.History.AddLiveRun("run-1");
        _trial.History.Add(Job(1, JobState.Failed, 1));
        Then(2, Job(2, JobState.Succeeded, 1) with { Attempt = 2 });

        var jobs = await WaitAsync(Request(TrackingVerb.Wait, "rates"));

        Assert.Equal(2, Assert.Single(jobs).Id);
        Assert.Empty(_trial.Diagnostics);
    }

    [Fact]
    public async Task Without_a_group_what_has_not_ended_is_waited_for()
    {
        _trial.History.Add(Job(1, JobState.Failed, 1), Job(2, JobState.Running, 2, "other"));
        Then(3, Job(2, JobState.Succeeded, 2, "other"));

        Assert.Equal([2L], (await WaitAsync(Request(TrackingVerb.Wait))).Select(job => job.Id));
        Assert.Empty(_trial.Diagnostics);
    }

    [Fact]
    public async Task Without_any_jobs_that_is_said()
    {
        Assert.Empty(await WaitAsync(Request(TrackingVerb.Wait)));

        Assert.Equal(["there are no jobs to wait for"], _trial.Lines);
    }

    [Fact]
    public async Task A_limit_ends_the_waiting_and_not_the_jobs()
    {
        _trial.History.Add(Job(1, JobState.Running, 1), Job(2, JobState.Planned, 2));

        var exception = await Assert.ThrowsAsync<DiagnosticException>(
            () => WaitAsync(Request(TrackingVerb.Wait, "rates") with { WaitTimeout = TimeSpan.FromMilliseconds(1) }));

        Assert.Equal("CAL7035", exception.Diagnostics[0].Descriptor.Code);
        Assert.Contains("2 jobs have not ended after 0.0 s, the limit set by CalibanWaitTimeout: 1 planned, 1 running.", exception.Message);
        Assert.Equal(JobState.Running, _trial.History[1].State);
    }

    private void Then(int query, RecordedJob job)
    {
        var before = _trial.History.BeforeQuery;
        _trial.History.BeforeQuery = number =>
        {
            before(number);
            if (number == query)
            {
                _trial.History.Add(job);
            }
        };
    }

    private Task<IReadOnlyList<RecordedJob>> WaitAsync(TrackingRequest request) =>
        new JobWait(_trial.Tracker(TimeProvider.System), request, _trial.Console).RunAsync(onChange: null, CancellationToken.None);
}
