using Caliban.Core.History;

namespace Caliban.Core.Tests.History;

public abstract partial class HistoryContract
{
    [HistoryFact]
    public async Task A_store_keeps_its_id()
    {
        await using var again = await OpenAsync();

        Assert.Matches("^[0-9a-f]{8}$", History.StoreId);
        Assert.Equal(History.StoreId, again.StoreId);
    }

    [HistoryFact]
    public async Task A_run_plans_a_job_for_each_experiment_in_their_order()
    {
        var enrolments = await BeginAsync(Given.Run("r1"), [.. Given.Experiments(12)]);

        Assert.All(enrolments, enrolment => Assert.Equal((EnrolmentKind.Planned, Precedent.None), (enrolment.Kind, enrolment.Precedent)));
        Assert.Equal(enrolments.Select(enrolment => enrolment.Job).Order(), enrolments.Select(enrolment => enrolment.Job));
        var jobs = await History.JobsAsync(new JobQuery(), default);
        Assert.Equal(enrolments.Select(enrolment => enrolment.Job), jobs.Select(job => job.Id));
        Assert.Equal(Given.Experiments(12).Select(experiment => experiment.Label), jobs.Select(job => job.Label));
    }

    [HistoryFact]
    public async Task A_planned_job_knows_what_it_was_made_from()
    {
        var experiment = Given.Experiment("ä \"quoted\"\n\\ 值 \u0001 '; --");
        var run = Given.Run("r1");
        var job = await JobAsync((await BeginAsync(run, experiment))[0].Job);

        Assert.Equal(
            new RecordedJob
            {
                Id = job.Id,
                Group = "g",
                ExperimentId = job.ExperimentId,
                ExperimentKey = experiment.Key,
                Label = experiment.Label,
                Command = "trainer.train",
                Arguments = job.Arguments,
                Fingerprint = experiment.Fingerprint,
                ImageReference = "caliban:img-1",
                ImageDigest = "sha256:1",
                RunId = "r1",
                User = "ann",
                Host = "alpha",
                Project = run.Project,
                ProjectFile = run.ProjectFile,
                State = JobState.Planned,
                Devices = job.Devices,
                CreatedAt = Given.Start,
                Lineage = run.Lineage,
            },
            job);
        Assert.Equal(experiment.Arguments, job.Arguments);
        Assert.Empty(job.Devices);
    }

    [HistoryFact]
    public async Task Two_wanted_experiments_with_the_same_key_have_one_job()
    {
        var enrolments = await BeginAsync(Given.Run("r1"), Given.Experiment(1), Given.Experiment(2), Given.Experiment(1));

        Assert.Equal([EnrolmentKind.Planned, EnrolmentKind.Planned, EnrolmentKind.Joined], enrolments.Select(enrolment => enrolment.Kind));
        Assert.Equal(enrolments[0].Job, enrolments[2].Job);
        Assert.Equal(2, (await History.JobsAsync(new JobQuery(), default)).Count);
    }

    [HistoryFact]
    public async Task A_second_run_joins_the_jobs_of_one_that_lives()
    {
        var first = await BeginAsync(Given.Run("r1"), Given.Experiment(1), Given.Experiment(2));
        var second = await BeginAsync(Given.Run("r2"), Given.Experiment(2), Given.Experiment(3));

        Assert.Equal((EnrolmentKind.Joined, first[1].Job), (second[0].Kind, second[0].Job));
        Assert.Equal(EnrolmentKind.Planned, second[1].Kind);
    }

    [HistoryTheory]
    [InlineData(JobState.Running)]
    [InlineData(JobState.Succeeded)]
    [InlineData(JobState.Failed)]
    [InlineData(JobState.Lost)]
    public async Task A_job_of_a_run_that_lives_is_joined_whatever_its_state(JobState state)
    {
        var job = (await BeginAsync(Given.Run("r1"), Given.Experiment(1)))[0].Job;
        await History.RecordAsync(job, Given.Change(state), default);

        var joined = Assert.Single(await BeginAsync(Given.Run("r2"), Given.Experiment(1)));

        Assert.Equal((EnrolmentKind.Joined, job), (joined.Kind, joined.Job));
    }

    [HistoryFact]
    public async Task An_unfinished_job_is_joined_before_one_that_has_ended()
    {
        var failed = (await BeginAsync(Given.Run("r1"), Given.Experiment(1)))[0].Job;
        await History.RecordAsync(failed, Given.Change(JobState.Failed), default);
        var retry = await History.PlanRetryAsync(failed, "r1", Given.Start, default);
        Assert.Equal(retry, (await BeginAsync(Given.Run("r2"), Given.Experiment(1)))[0].Job);

        await History.RecordAsync(retry, Given.Change(JobState.Failed), default);
        var second = await History.PlanRetryAsync(retry, "r1", Given.Start, default);
        await History.RecordAsync(second, Given.Change(JobState.Succeeded), default);

        Assert.Equal(second, (await BeginAsync(Given.Run("r3"), Given.Experiment(1)))[0].Job);
    }

    [HistoryTheory]
    [InlineData("other group", "ann", "img-1")]
    [InlineData("g", "bob", "img-1")]
    [InlineData("g", "ann", "img-2")]
    public async Task A_job_of_another_group_user_or_fingerprint_is_not_joined(string group, string user, string image)
    {
        await BeginAsync(Given.Run("r1"), Given.Experiment(1));

        Assert.Equal(EnrolmentKind.Planned, (await BeginAsync(Given.Run("r2", group, user), Given.Experiment(1, image)))[0].Kind);
    }

    [HistoryFact]
    public async Task Without_skipping_a_run_plans_again_what_an_ended_run_did()
    {
        var first = await EndedAsync("r1", Given.Experiment(1), JobState.Succeeded);
        var second = Assert.Single(await BeginAsync(Given.Run("r2"), Given.Experiment(1)));

        Assert.Equal((EnrolmentKind.Planned, first), (second.Kind, second.Precedent.Succeeded));
        Assert.NotEqual(first, second.Job);
        Assert.Equal(1, (await History.FindGroupAsync("ann", "g", default))!.Experiments);
    }

    [HistoryFact]
    public async Task With_skipping_only_what_has_no_result_is_planned()
    {
        var done = await EndedAsync("r1", Given.Experiment(1), JobState.Succeeded, "other group", "bob");
        await EndedAsync("r2", Given.Experiment(2), JobState.Failed);
        var before = await EndedAsync("r3", Given.Experiment(4, schema: 0), JobState.Succeeded);

        var enrolments = await BeginNewAsync(Given.Run("r4"), Given.Experiment(1), Given.Experiment(2), Given.Experiment(3), Given.Experiment(4));

        Assert.Equal(
            [EnrolmentKind.UpToDate, EnrolmentKind.Planned, EnrolmentKind.Planned, EnrolmentKind.UpToDate],
            enrolments.Select(enrolment => enrolment.Kind));
        Assert.Equal((done, before), (enrolments[0].Job, enrolments[3].Job));
        Assert.Equal(4, (await History.FindGroupAsync("ann", "g", default))!.Experiments);
    }

    [HistoryFact]
    public async Task A_run_is_open_until_it_ends()
    {
        var run = Given.Run("r1");
        await BeginAsync(run, Given.Experiment(1));
        await BeginAsync(Given.Run("r2", user: "bob", host: "beta"));
        await History.HeartbeatAsync("r1", Given.Start.AddMinutes(1), default);

        var open = await History.OpenRunsAsync(default);
        Assert.Equal([run with { HeartbeatAt = Given.Start.AddMinutes(1) }, Given.Run("r2", user: "bob", host: "beta")], open);

        await History.EndRunAsync("r1", Given.Start.AddMinutes(2), default);
        Assert.Equal("r2", Assert.Single(await History.OpenRunsAsync(default)).Id);
    }

    [HistoryFact]
    public async Task An_experiment_has_the_label_under_which_it_ran_last()
    {
        var job = await EndedAsync("r1", Given.Experiment(1), JobState.Succeeded);
        await BeginAsync(Given.Run("r2"), Given.Experiment(1) with { Label = "x=1 y=2" });

        Assert.Equal("x=1 y=2", (await JobAsync(job)).Label);
    }
}
