using Caliban.Core.History;

namespace Caliban.Core.Tests.History;

public abstract partial class HistoryContract
{
    [HistoryFact]
    public async Task An_image_keeps_what_is_known_of_it()
    {
        var job = (await BeginAsync(Given.Run("r1"), Given.Experiment(1)))[0].Job;
        await History.SetImageDigestAsync("img-1", "sha256:2", default);
        await History.BeginRunAsync(
            Given.Run("r2"), new RecordedImage("img-1", "", "", new Dictionary<string, string>()), [], Given.Nothing, skipCompleted: false, default);

        Assert.Equal(("caliban:img-1", "sha256:2"), ((await JobAsync(job)).ImageReference, (await JobAsync(job)).ImageDigest));
        var inputs = await History.ImageInputsAsync(["img-1", "img-1", "unknown"], default);
        Assert.Equal(Given.Image.Inputs, Assert.Single(inputs).Value);
    }

    [HistoryFact]
    public async Task Metrics_that_are_cleared_are_gone_and_those_of_other_jobs_are_not()
    {
        var jobs = await BeginAsync(Given.Run("r1"), Given.Experiment(1), Given.Experiment(2));
        foreach (var job in jobs)
        {
            await History.AddMetricsAsync(job.Job, [new JobMetric("loss", 1, 1, Given.Start), new JobMetric("loss", 2, 2, Given.Start)], default);
        }

        await History.ClearMetricsAsync(jobs[0].Job, default);

        Assert.Empty(await History.MetricsAsync(jobs[0].Job, default));
        Assert.Equal([jobs[1].Job], (await History.LastMetricsAsync([jobs[0].Job, jobs[1].Job], default)).Keys);
        Assert.Equal(2, (await History.MetricsAsync(jobs[1].Job, default)).Count);
    }

    [HistoryFact]
    public async Task Metrics_are_kept_in_every_value_and_step()
    {
        var job = (await BeginAsync(Given.Run("r1"), Given.Experiment(1)))[0].Job;
        JobMetric[] metrics =
        [
            new("loss", 0.1 + 0.2, 1, Given.Start.AddSeconds(1)),
            new("loss", double.NaN, 2, Given.Start.AddSeconds(2)),
            new("loss", double.NegativeInfinity, 3, Given.Start.AddSeconds(3)),
            new("ü/é", double.Epsilon, 4, Given.Start.AddSeconds(4)),
            new("loss", double.MaxValue, 5, Given.Start.AddSeconds(5)),
        ];
        await History.AddMetricsAsync(job, metrics[2..], default);
        await History.AddMetricsAsync(job, metrics[..2], default);
        await History.AddMetricsAsync(job, [], default);

        Assert.Equal(metrics, await History.MetricsAsync(job, default));
    }

    [HistoryFact]
    public async Task The_last_value_of_each_metric_is_the_one_that_was_reported_last()
    {
        var jobs = await BeginAsync(Given.Run("r1"), [.. Given.Experiments(3)]);
        await History.AddMetricsAsync(jobs[0].Job, [Metric("loss", 3, 1), Metric("loss", 2, 2)], default);
        await History.AddMetricsAsync(jobs[0].Job, [Metric("accuracy", 0.5, null), Metric("loss", 1, 3)], default);
        await History.AddMetricsAsync(jobs[2].Job, [Metric("loss", double.NaN, 9)], default);

        var last = await History.LastMetricsAsync([.. jobs.Select(enrolment => enrolment.Job)], default);

        Assert.Equal([jobs[0].Job, jobs[2].Job], last.Keys.Order());
        Assert.Equal([Metric("loss", 1, 3), Metric("accuracy", 0.5, null)], last[jobs[0].Job]);
        Assert.Equal([Metric("loss", double.NaN, 9)], last[jobs[2].Job]);

        static JobMetric Metric(string name, double value, long? step) => new(name, value, step, Given.Start);
    }

    [HistoryFact]
    public async Task A_group_is_counted()
    {
        await BeginAsync(Given.Run("r1"), [.. Given.Experiments(3)]);
        await History.EndRunAsync("r1", Given.Start, default);
        await BeginAsync(Given.Run("r2"), Given.Experiment(3));

        Assert.Equal(new RecordedGroup("ann", "g", Given.Start, 3, 4), await History.FindGroupAsync("ann", "g", default));
        Assert.Null(await History.FindGroupAsync("bob", "g", default));
    }

    [HistoryFact]
    public async Task A_forgotten_group_is_gone_with_all_it_had_and_others_stay()
    {
        var kept = await EndedAsync("r1", Given.Experiment(1), JobState.Succeeded, "kept");
        var forgotten = await EndedAsync("r2", Given.Experiment(1), JobState.Failed);
        await BeginAsync(Given.Run("r3"), Given.Experiment(2));
        await History.AddMetricsAsync(forgotten, [new JobMetric("loss", 1, 1, Given.Start)], default);
        await History.BeginRunAsync(
            Given.Run("r4"), Given.Image with { Identity = "img-9" }, [], Given.Nothing, skipCompleted: false, default);

        Assert.Equal(2, await History.ForgetGroupAsync("ann", "g", default));
        Assert.Equal(0, await History.ForgetGroupAsync("ann", "g", default));

        Assert.Equal([kept], await FindAsync(new JobQuery()));
        Assert.Null(await History.FindGroupAsync("ann", "g", default));
        Assert.Empty(await History.EventsAsync(forgotten, default));
        Assert.Empty(await History.MetricsAsync(forgotten, default));
        Assert.Empty(await History.OpenRunsAsync(default));
        Assert.Equal(["img-1"], (await History.ImageInputsAsync(["img-1", "img-9"], default)).Keys);
        Assert.Equal([new Precedent { Succeeded = kept }], await History.FindPrecedentsAsync([Given.Experiment(1)], default));
    }

    [HistoryFact]
    public async Task Numbers_of_forgotten_jobs_are_not_given_again()
    {
        var forgotten = (await BeginAsync(Given.Run("r1"), Given.Experiment(1)))[0].Job;
        await History.ForgetGroupAsync("ann", "g", default);

        Assert.True((await BeginAsync(Given.Run("r2"), Given.Experiment(1)))[0].Job > forgotten);
    }
}
