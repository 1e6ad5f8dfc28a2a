using Caliban.Core.History;

namespace Caliban.Core.Tests.History;

public abstract partial class HistoryContract
{
    [HistoryFact]
    public async Task What_is_planned_for_a_run_that_ends_is_stopped_and_what_runs_is_not()
    {
        var jobs = await BeginAsync(Given.Run("r1"), Given.Experiment(1), Given.Experiment(2));
        await History.RecordAsync(jobs[0].Job, Given.Change(JobState.Running), default);

        await History.EndRunAsync("r1", Given.Start.AddSeconds(5), default);

        Assert.Equal(JobState.Running, (await JobAsync(jobs[0].Job)).State);
        var stopped = await JobAsync(jobs[1].Job);
        Assert.Equal((JobState.Stopped, RecordedJob.NeverStarted, Given.Start.AddSeconds(5)), (stopped.State, stopped.Detail, stopped.EndedAt));
        Assert.Equal(new JobEvent(stopped.Id, Given.Start.AddSeconds(5), JobState.Stopped, RecordedJob.NeverStarted), (await History.EventsAsync(stopped.Id, default))[^1]);
    }

    [HistoryFact]
    public async Task A_running_job_of_a_run_that_has_ended_is_taken_over_by_one()
    {
        var job = await AbandonedAsync(Given.Experiment(1));
        await BeginAsync(Given.Run("r2", "other"), Given.Experiment(2));

        Assert.True(await History.AdoptAsync(job, "r2", default));
        Assert.False(await History.AdoptAsync(job, "r2", default));
        Assert.Equal("r2", (await JobAsync(job)).ClaimedBy);
    }

    [HistoryFact]
    public async Task A_job_of_a_run_that_lives_or_one_that_has_ended_is_not_taken_over()
    {
        var running = (await BeginAsync(Given.Run("r1"), Given.Experiment(1)))[0].Job;
        await History.ClaimAsync(Given.Claim(running, "r1"), default);
        var ended = await EndedAsync("r2", Given.Experiment(2), JobState.Succeeded);
        await BeginAsync(Given.Run("r3"), Given.Experiment(3));

        Assert.False(await History.AdoptAsync(running, "r3", default));
        Assert.False(await History.AdoptAsync(ended, "r3", default));
    }

    [HistoryFact]
    public async Task An_experiment_takes_over_its_running_job_in_whatever_group_that_is()
    {
        var job = await AbandonedAsync(Given.Experiment(1));

        var enrolments = await History.BeginRunAsync(
            Given.Run("r2", "other"), Given.Image, [Given.Experiment(1), Given.Experiment(2)], Adoptable(job, Given.Experiment(1)), skipCompleted: false, default);

        Assert.Equal([EnrolmentKind.Adopted, EnrolmentKind.Planned], enrolments.Select(enrolment => enrolment.Kind));
        Assert.Equal(job, enrolments[0].Job);
        Assert.Equal(("r2", "g"), ((await JobAsync(job)).ClaimedBy, (await JobAsync(job)).Group));
    }

    [HistoryFact]
    public async Task Of_two_runs_that_want_the_same_running_job_one_takes_it_over_and_the_other_joins_it()
    {
        var job = await AbandonedAsync(Given.Experiment(1));
        var kinds = new List<EnrolmentKind>();
        foreach (var run in (string[])["r2", "r3"])
        {
            var enrolments = await History.BeginRunAsync(
                Given.Run(run, run), Given.Image, [Given.Experiment(1)], Adoptable(job, Given.Experiment(1)), skipCompleted: true, default);
            Assert.Equal(job, enrolments[0].Job);
            kinds.Add(enrolments[0].Kind);
        }

        Assert.Equal([EnrolmentKind.Adopted, EnrolmentKind.Joined], kinds);
    }

    /// <summary>A job that runs on after its run has ended.</summary>
    private async Task<long> AbandonedAsync(WantedExperiment experiment)
    {
        var job = (await BeginAsync(Given.Run("r1"), experiment))[0].Job;
        Assert.Equal(ClaimOutcome.Claimed, (await History.ClaimAsync(Given.Claim(job, "r1"), default)).Outcome);
        await History.RecordAsync(job, Given.Change(JobState.Running), default);
        await History.EndRunAsync("r1", Given.Start.AddSeconds(5), default);
        return job;
    }

    private static Dictionary<string, long> Adoptable(long job, WantedExperiment experiment) => new() { [experiment.Fingerprint.Hash] = job };
}
