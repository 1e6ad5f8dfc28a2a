using Caliban.Core.History;

namespace Caliban.Core.Tests.History;

/// <content>Jobs that run elsewhere, many at once.</content>
public abstract partial class HistoryContract
{
    private const string Place = "projects/p/locations/r";

    [HistoryFact]
    public async Task Many_jobs_are_claimed_at_once_and_those_that_are_taken_are_told_apart()
    {
        var jobs = await BeginAsync(Given.Run("r1"), [.. Given.Experiments(4)]);
        await History.ClaimAsync(Given.Claim(jobs[1].Job, "r1"), default);
        await History.RecordAsync(jobs[2].Job, Given.Change(JobState.Stopped), default);

        var results = await History.ClaimAllAsync([.. jobs.Select(job => Remote(job.Job)), Remote(4711), Remote(jobs[0].Job)], default);

        Assert.Equal(
            [ClaimOutcome.Claimed, ClaimOutcome.Taken, ClaimOutcome.Taken, ClaimOutcome.Claimed, ClaimOutcome.Taken, ClaimOutcome.Taken],
            results.Select(result => result.Outcome));
        var claimed = await JobAsync(jobs[3].Job);
        Assert.Equal((JobState.Submitting, "vertex", Place, true), (claimed.State, claimed.Backend, claimed.Resource, claimed.IsRemote));
        Assert.False((await JobAsync(jobs[1].Job)).IsRemote);
        Assert.Equal(
            [new JobEvent(jobs[3].Job, Given.Start, JobState.Planned, ""), new JobEvent(jobs[3].Job, Given.Start.AddSeconds(1), JobState.Submitting, $"vertex caliban-{jobs[3].Job}")],
            await History.EventsAsync(jobs[3].Job, default));
    }

    [HistoryFact]
    public async Task Many_steps_are_written_at_once_and_none_of_what_has_ended()
    {
        var jobs = await BeginAsync(Given.Run("r1"), [.. Given.Experiments(3)]);
        await History.RecordAsync(jobs[1].Job, Given.Change(JobState.Stopped) with { Detail = "why" }, default);

        var written = await History.RecordAllAsync(
            [
                (jobs[0].Job, Given.Change(JobState.Running)),
                (jobs[1].Job, Given.Change(JobState.Succeeded)),
                (4711, Given.Change(JobState.Running)),
                (jobs[0].Job, Given.Change(JobState.Failed, 3) with { ExitCode = 5 }),
                (jobs[0].Job, Given.Change(JobState.Succeeded, 4)),
                (jobs[2].Job, Given.Change(JobState.Submitted)),
            ],
            default);

        Assert.Equal([true, false, false, true, false, true], written);
        Assert.Equal([JobState.Failed, JobState.Stopped, JobState.Submitted], (await History.JobsAsync(new JobQuery(), default)).Select(job => job.State));
        Assert.Equal(("why", 5), ((await JobAsync(jobs[1].Job)).Detail, (await JobAsync(jobs[0].Job)).ExitCode));
        Assert.Equal([JobState.Planned, JobState.Running, JobState.Failed], (await History.EventsAsync(jobs[0].Job, default)).Select(step => step.State));
    }

    [HistoryFact]
    public async Task Nothing_at_once_is_nothing()
    {
        Assert.Empty(await History.ClaimAllAsync([], default));
        Assert.Empty(await History.RecordAllAsync([], default));
    }

    [HistoryFact]
    public async Task Of_two_who_claim_the_same_jobs_at_once_each_gets_others()
    {
        var jobs = await BeginAsync(Given.Run("r1"), [.. Given.Experiments(40)]);
        await using var other = await OpenAsync();

        var results = await Task.WhenAll(
            Task.Run(() => History.ClaimAllAsync([.. jobs.Select(job => Remote(job.Job))], default)),
            Task.Run(() => other.ClaimAllAsync([.. jobs.Select(job => Remote(job.Job))], default)));

        Assert.All(results[0].Zip(results[1]), pair => Assert.NotEqual(pair.First.Outcome, pair.Second.Outcome));
    }

    [HistoryFact]
    public async Task The_address_of_a_job_becomes_known_and_stays()
    {
        var job = (await BeginAsync(Given.Run("r1"), Given.Experiment(1)))[0].Job;
        Assert.Equal(("", false), ((await JobAsync(job)).Resource, (await JobAsync(job)).IsRemote));
        await History.ClaimAllAsync([Remote(job)], default);
        await History.RecordAsync(job, Given.Change(JobState.Submitted) with { Resource = $"{Place}/customJobs/7", Link = "https://7" }, default);
        await History.RecordAsync(job, Given.Change(JobState.Succeeded), default);

        Assert.Equal(($"{Place}/customJobs/7", "https://7"), ((await JobAsync(job)).Resource, (await JobAsync(job)).Link));
    }

    [HistoryFact]
    public async Task Remote_jobs_can_be_asked_for_whatever_machine_submitted_them()
    {
        var jobs = await BeginAsync(Given.Run("r1"), [.. Given.Experiments(4)]);
        await History.ClaimAsync(Given.Claim(jobs[0].Job, "r1"), default);
        await History.ClaimAsync(Given.Claim(jobs[1].Job, "r1", "beta"), default);
        await History.ClaimAllAsync([Remote(jobs[2].Job), Remote(jobs[3].Job) with { Host = "beta" }], default);

        Assert.Equal([jobs[0].Job, jobs[2].Job], await FindAsync(new JobQuery { Host = "alpha" }));
        Assert.Equal([jobs[0].Job, jobs[2].Job, jobs[3].Job], await FindAsync(new JobQuery { Host = "alpha", AndRemote = true }));
        Assert.Equal([jobs[2].Job, jobs[3].Job], await FindAsync(new JobQuery { Host = "gamma", AndRemote = true }));
        Assert.Equal([jobs[3].Job], await FindAsync(new JobQuery { Host = "gamma", AndRemote = true, Ids = [jobs[1].Job, jobs[3].Job] }));
        await History.EndRunAsync("r1", Given.Start, default);
        await History.RecordAsync(jobs[2].Job, Given.Change(JobState.Lost), default);
        Assert.Equal(
            [jobs[0].Job, jobs[3].Job],
            await FindAsync(new JobQuery { User = "ann", Host = "alpha", AndRemote = true, OfEndedRuns = true, States = [JobState.Submitting, JobState.Running] }));
    }

    [HistoryFact]
    public async Task A_run_that_goes_on_with_its_group_keeps_what_succeeded_there_and_nothing_else()
    {
        var first = await BeginAsync(Given.Run("r1"), [.. Given.Experiments(4)]);
        await History.RecordAllAsync(
            [(first[0].Job, Given.Change(JobState.Succeeded)), (first[1].Job, Given.Change(JobState.Failed)), (first[2].Job, Given.Change(JobState.Lost))], default);
        await History.EndRunAsync("r1", Given.Start.AddSeconds(3), default);
        await EndedAsync("r2", Given.Experiment(5), JobState.Succeeded, "other");

        var next = await BeginAsync(Given.Run("r3") with { ContinuesGroup = true }, [.. Given.Experiments(5)]);

        Assert.Equal(
            [EnrolmentKind.UpToDate, EnrolmentKind.Planned, EnrolmentKind.Planned, EnrolmentKind.Planned, EnrolmentKind.Planned],
            next.Select(enrolment => enrolment.Kind));
        Assert.Equal(first[0].Job, next[0].Job);
    }

    [HistoryFact]
    public async Task What_succeeded_with_another_image_runs_again_when_its_group_is_gone_on_with()
    {
        await EndedAsync("r1", Given.Experiment(1), JobState.Succeeded);

        var next = await BeginAsync(Given.Run("r2") with { ContinuesGroup = true }, Given.Experiment(1, "img-2"));

        Assert.Equal(EnrolmentKind.Planned, next[0].Kind);
    }

    [HistoryFact]
    public async Task A_run_that_goes_on_adopts_and_joins_what_has_not_ended()
    {
        var abandoned = await AbandonedAsync(Given.Experiment(1));
        var live = (await BeginAsync(Given.Run("r2"), Given.Experiment(2)))[0].Job;

        var next = await History.BeginRunAsync(
            Given.Run("r3") with { ContinuesGroup = true }, Given.Image, Given.Experiments(3), Adoptable(abandoned, Given.Experiment(1)), skipCompleted: false, default);

        Assert.Equal(
            [(EnrolmentKind.Adopted, abandoned), (EnrolmentKind.Joined, live)], next.Take(2).Select(enrolment => (enrolment.Kind, enrolment.Job)));
        Assert.Equal(EnrolmentKind.Planned, next[2].Kind);
    }

    private static Claim Remote(long job) => Given.Claim(job, "r1") with { Backend = "vertex", Resource = Place };
}
