using Caliban.Core.History;
using Caliban.Core.Processes;

namespace Caliban.Core.Tests.History;

public abstract partial class HistoryContract
{
    [HistoryFact]
    public async Task A_claimed_job_is_submitting_and_says_where()
    {
        var job = (await BeginAsync(Given.Run("r1"), Given.Experiment(1)))[0].Job;

        var result = await History.ClaimAsync(Given.Claim(job, "r1", "beta"), default);

        Assert.Equal(ClaimOutcome.Claimed, result.Outcome);
        var claimed = await JobAsync(job);
        Assert.Equal(
            (JobState.Submitting, "r1", "beta", "docker", $"caliban-{job}", $"/logs/{job}.log", Given.Start.AddSeconds(1)),
            (claimed.State, claimed.ClaimedBy, claimed.Host, claimed.Backend, claimed.RemoteName, claimed.LogPath, claimed.SubmittedAt));
    }

    [HistoryTheory]
    [InlineData(JobState.Submitting)]
    [InlineData(JobState.Running)]
    [InlineData(JobState.Stopped)]
    public async Task A_job_that_is_not_planned_cannot_be_claimed(JobState state)
    {
        var job = (await BeginAsync(Given.Run("r1"), Given.Experiment(1)))[0].Job;
        await History.RecordAsync(job, Given.Change(state), default);

        Assert.Equal(ClaimOutcome.Taken, (await History.ClaimAsync(Given.Claim(job, "r2"), default)).Outcome);
        Assert.Equal("", (await JobAsync(job)).ClaimedBy);
    }

    [HistoryFact]
    public async Task An_unknown_job_cannot_be_claimed() =>
        Assert.Equal(ClaimOutcome.Taken, (await History.ClaimAsync(Given.Claim(4711, "r1"), default)).Outcome);

    [HistoryFact]
    public async Task Devices_go_to_one_job_each_until_it_ends()
    {
        var jobs = await BeginAsync(Given.Run("r1"), [.. Given.Experiments(4)]);
        Claim Wants(int index, int count) => Given.Claim(jobs[index].Job, "r1") with { DeviceCount = count, Devices = ["0", "1", "2"] };

        Assert.Equal(["0", "1"], (await History.ClaimAsync(Wants(0, 2), default)).Devices);
        Assert.Equal(ClaimOutcome.NoDevices, (await History.ClaimAsync(Wants(1, 2), default)).Outcome);
        Assert.Equal(JobState.Planned, (await JobAsync(jobs[1].Job)).State);
        Assert.Equal(["2"], (await History.ClaimAsync(Wants(2, 1), default)).Devices);

        await History.RecordAsync(jobs[0].Job, Given.Change(JobState.Running), default);
        Assert.Equal(ClaimOutcome.NoDevices, (await History.ClaimAsync(Wants(1, 2), default)).Outcome);
        await History.RecordAsync(jobs[0].Job, Given.Change(JobState.Lost), default);

        Assert.Equal(["0", "1"], (await History.ClaimAsync(Wants(1, 2), default)).Devices);
        Assert.Equal(["0", "1"], (await JobAsync(jobs[1].Job)).Devices);
    }

    [HistoryFact]
    public async Task Devices_of_another_machine_are_others()
    {
        var jobs = await BeginAsync(Given.Run("r1"), [.. Given.Experiments(2)]);
        await History.ClaimAsync(Given.Claim(jobs[0].Job, "r1") with { DeviceCount = 1, Devices = ["0"] }, default);

        var other = await History.ClaimAsync(Given.Claim(jobs[1].Job, "r1", "beta") with { DeviceCount = 1, Devices = ["0"] }, default);

        Assert.Equal(["0"], other.Devices);
    }

    [HistoryFact]
    public async Task A_device_that_may_be_shared_goes_to_the_least_used()
    {
        var jobs = await BeginAsync(Given.Run("r1"), [.. Given.Experiments(5)]);
        var devices = new List<string>();
        foreach (var job in jobs)
        {
            var result = await History.ClaimAsync(
                Given.Claim(job.Job, "r1") with { DeviceCount = 1, Devices = ["1", "0"], JobsPerDevice = 2 }, default);
            devices.Add(result.Outcome == ClaimOutcome.Claimed ? result.Devices[0] : result.Outcome.ToString());
        }

        Assert.Equal(["1", "0", "1", "0", "NoDevices"], devices);
    }

    [HistoryFact]
    public async Task The_steps_of_a_job_set_their_times_once()
    {
        var job = (await BeginAsync(Given.Run("r1"), Given.Experiment(1)))[0].Job;
        await History.ClaimAsync(Given.Claim(job, "r1"), default);
        await History.RecordAsync(job, Given.Change(JobState.Submitted, 2) with { Process = new ProcessIdentity(99, "boot 5"), Link = "https://x" }, default);
        await History.RecordAsync(job, Given.Change(JobState.Running, 4) with { StartedAt = Given.Start.AddSeconds(3) }, default);
        await History.RecordAsync(job, Given.Change(JobState.Running, 5), default);
        await History.RecordAsync(job, Given.Change(JobState.Failed, 6) with { ExitCode = 3, Detail = "why" }, default);

        var ended = await JobAsync(job);
        Assert.Equal(
            (JobState.Failed, 3, "why", "https://x", new ProcessIdentity(99, "boot 5")),
            (ended.State, ended.ExitCode, ended.Detail, ended.Link, ended.Process));
        Assert.Equal(
            (Given.Start.AddSeconds(1), Given.Start.AddSeconds(3), Given.Start.AddSeconds(6)),
            (ended.SubmittedAt, ended.StartedAt, ended.EndedAt));
        Assert.Equal(
            [
                new JobEvent(job, Given.Start, JobState.Planned, ""),
                new JobEvent(job, Given.Start.AddSeconds(1), JobState.Submitting, $"docker caliban-{job}"),
                new JobEvent(job, Given.Start.AddSeconds(2), JobState.Submitted, ""),
                new JobEvent(job, Given.Start.AddSeconds(4), JobState.Running, ""),
                new JobEvent(job, Given.Start.AddSeconds(5), JobState.Running, ""),
                new JobEvent(job, Given.Start.AddSeconds(6), JobState.Failed, "why"),
            ],
            await History.EventsAsync(job, default));
    }

    [HistoryTheory]
    [InlineData(JobState.Succeeded)]
    [InlineData(JobState.Failed)]
    [InlineData(JobState.Stopped)]
    [InlineData(JobState.Lost)]
    public async Task A_job_that_has_ended_never_changes_again(JobState state)
    {
        var job = await EndedAsync("r1", Given.Experiment(1), state);
        var before = await JobAsync(job);
        var events = await History.EventsAsync(job, default);

        Assert.False(await History.RecordAsync(job, Given.Change(JobState.Succeeded, 60) with { ExitCode = 0, Detail = "late" }, default));

        Assert.Equal((before.State, before.Detail, before.EndedAt), (state, (await JobAsync(job)).Detail, (await JobAsync(job)).EndedAt));
        Assert.Equal(events, await History.EventsAsync(job, default));
    }

    [HistoryFact]
    public async Task A_retry_is_the_next_attempt_of_the_same_experiment()
    {
        var job = (await BeginAsync(Given.Run("r1"), Given.Experiment(1)))[0].Job;
        await Assert.ThrowsAsync<InvalidOperationException>(() => History.PlanRetryAsync(job, "r1", Given.Start, default));
        await History.RecordAsync(job, Given.Change(JobState.Failed), default);

        var retry = await JobAsync(await History.PlanRetryAsync(job, "r1", Given.Start.AddSeconds(9), default));

        Assert.Equal(
            (2, JobState.Planned, "r1", Given.Experiment(1).Key, Given.Start.AddSeconds(9), null),
            (retry.Attempt, retry.State, retry.RunId, retry.ExperimentKey, retry.CreatedAt, retry.EndedAt));
        Assert.Equal(Given.Experiment(1).Fingerprint, retry.Fingerprint);
    }

    [HistoryFact]
    public async Task Jobs_are_found_by_group_user_host_state_and_number()
    {
        var a = await BeginAsync(Given.Run("r1"), Given.Experiment(1), Given.Experiment(2));
        var b = await BeginAsync(Given.Run("r2", "h"), Given.Experiment(1));
        var c = await BeginAsync(Given.Run("r3", "g", "bob", "beta"), Given.Experiment(1));
        await History.RecordAsync(a[0].Job, Given.Change(JobState.Failed), default);

        Assert.Equal([a[0].Job, a[1].Job, c[0].Job], await FindAsync(new JobQuery { Group = "g" }));
        Assert.Equal([a[0].Job, a[1].Job, b[0].Job], await FindAsync(new JobQuery { User = "ann" }));
        Assert.Equal([a[0].Job, a[1].Job], await FindAsync(new JobQuery { User = "ann", Group = "g" }));
        Assert.Equal([c[0].Job], await FindAsync(new JobQuery { Host = "beta" }));
        Assert.Equal([a[0].Job], await FindAsync(new JobQuery { States = [JobState.Failed, JobState.Lost] }));
        Assert.Equal([a[1].Job, c[0].Job], await FindAsync(new JobQuery { Ids = [c[0].Job, a[1].Job, 4711] }));
        Assert.Equal([b[0].Job, c[0].Job], await FindAsync(new JobQuery { Newest = 2 }));
        Assert.Equal([a[1].Job], await FindAsync(new JobQuery { User = "ann", Group = "g", Newest = 1 }));
        Assert.Empty(await FindAsync(new JobQuery { Group = "unknown" }));
    }

    [HistoryFact]
    public async Task The_newest_jobs_of_each_experiment_are_counted_for_each()
    {
        var jobs = new List<long>();
        foreach (var run in (string[])["r1", "r2", "r3"])
        {
            jobs.AddRange((await BeginAsync(Given.Run(run), Given.Experiment(1), Given.Experiment(2))).Select(enrolment => enrolment.Job));
            await History.RecordAsync(jobs[^1], Given.Change(run == "r3" ? JobState.Failed : JobState.Stopped), default);
            await History.EndRunAsync(run, Given.Start, default);
        }

        Assert.Equal(jobs[4..], await FindAsync(new JobQuery { Group = "g", NewestOfEachExperiment = 1 }));
        Assert.Equal(jobs[2..], await FindAsync(new JobQuery { Group = "g", NewestOfEachExperiment = 2 }));
        Assert.Equal(jobs[3..], await FindAsync(new JobQuery { NewestOfEachExperiment = 2, Newest = 3 }));
        Assert.Equal([jobs[3], jobs[4]], await FindAsync(new JobQuery { NewestOfEachExperiment = 1, States = [JobState.Stopped] }));
    }

    [HistoryFact]
    public async Task Jobs_of_ended_runs_are_those_whose_submitter_or_planner_has_ended()
    {
        var jobs = await BeginAsync(Given.Run("r1"), [.. Given.Experiments(3)]);
        await BeginAsync(Given.Run("r2"), [.. Given.Experiments(3)]);
        await History.ClaimAsync(Given.Claim(jobs[0].Job, "r1"), default);
        await History.ClaimAsync(Given.Claim(jobs[1].Job, "r2"), default);
        Assert.Empty(await FindAsync(new JobQuery { OfEndedRuns = true }));

        await History.EndRunAsync("r1", Given.Start, default);

        Assert.Equal([jobs[0].Job, jobs[2].Job], await FindAsync(new JobQuery { OfEndedRuns = true }));
        Assert.Equal([jobs[0].Job], await FindAsync(new JobQuery { OfEndedRuns = true, States = [JobState.Submitting] }));
    }

    private async Task<List<long>> FindAsync(JobQuery query) => [.. (await History.JobsAsync(query, default)).Select(job => job.Id)];
}
