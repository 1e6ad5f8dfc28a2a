using Caliban.Core.History;

namespace Caliban.Core.Tests.History;

public abstract partial class HistoryContract
{
    [HistoryFact]
    public async Task Nothing_is_known_of_a_new_experiment()
    {
        await EndedAsync("r1", Given.Experiment(1), JobState.Succeeded);

        Assert.Equal([Precedent.None], await History.FindPrecedentsAsync([Given.Experiment(2)], default));
        Assert.Empty(await History.FindPrecedentsAsync([], default));
    }

    [HistoryFact]
    public async Task The_newest_success_and_the_newest_failure_are_found_in_any_group()
    {
        await EndedAsync("r1", Given.Experiment(1), JobState.Succeeded);
        var succeeded = await EndedAsync("r2", Given.Experiment(1), JobState.Succeeded, "other", "bob");
        await EndedAsync("r3", Given.Experiment(1), JobState.Failed);
        var lost = await EndedAsync("r4", Given.Experiment(1), JobState.Lost, "third");

        Assert.Equal(
            [Precedent.None, new Precedent { Succeeded = succeeded, Unsuccessful = (lost, JobState.Lost) }],
            await History.FindPrecedentsAsync([Given.Experiment(2), Given.Experiment(1)], default));
    }

    [HistoryFact]
    public async Task Unfinished_jobs_are_no_precedents_of_their_fingerprint()
    {
        await BeginAsync(Given.Run("r1"), Given.Experiment(1));

        Assert.Equal([Precedent.None], await History.FindPrecedentsAsync([Given.Experiment(1)], default));
    }

    [HistoryFact]
    public async Task The_newest_job_of_the_experiment_with_another_fingerprint_says_what_changed()
    {
        await EndedAsync("r1", Given.Experiment(1, "img-0"), JobState.Succeeded);
        var earlier = await EndedAsync("r2", Given.Experiment(1, "img-1"), JobState.Failed, "other");

        var precedent = Assert.Single(await History.FindPrecedentsAsync([Given.Experiment(1, "img-2")], default));

        Assert.Equal(new Precedent { Earlier = Given.Experiment(1, "img-1").Fingerprint, EarlierJob = earlier }, precedent);
    }

    [HistoryFact]
    public async Task A_success_of_another_schema_counts_when_all_parts_are_equal()
    {
        var older = await EndedAsync("r1", Given.Experiment(1, schema: 1), JobState.Succeeded);
        await EndedAsync("r2", Given.Experiment(1, "img-0", schema: 1), JobState.Succeeded);
        await EndedAsync("r3", Given.Experiment(1, schema: 0), JobState.Failed);

        Assert.Equal(older, (await History.FindPrecedentsAsync([Given.Experiment(1, schema: 2)], default))[0].SucceededInOtherSchema);
        Assert.Null((await History.FindPrecedentsAsync([Given.Experiment(1, schema: 1)], default))[0].SucceededInOtherSchema);
        Assert.Null((await History.FindPrecedentsAsync([Given.Experiment(1, "img-3", schema: 1)], default))[0].SucceededInOtherSchema);
    }

    [HistoryFact]
    public async Task Long_lists_keep_their_order()
    {
        await BeginAsync(Given.Run("r1"), [.. Given.Experiments(12_000)]);
        await History.RecordAsync((await JobsOfAsync("x=11999")).Id, Given.Change(JobState.Succeeded), default);

        var precedents = await History.FindPrecedentsAsync(Given.Experiments(12_000), default);

        Assert.Equal([11_998], Enumerable.Range(0, 12_000).Where(index => precedents[index].Succeeded is not null));

        async Task<RecordedJob> JobsOfAsync(string label) => (await History.JobsAsync(new JobQuery(), default)).Single(job => job.Label == label);
    }
}
