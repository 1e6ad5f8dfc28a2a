using Caliban.Core.History;

namespace Caliban.Core.Tests.History;

public abstract partial class HistoryContract
{
    [HistoryTheory]
    [InlineData(2)]
    [InlineData(8)]
    public async Task Runs_that_begin_the_same_sweep_at_once_plan_each_experiment_once(int count)
    {
        var enrolments = await AtOnceAsync(count, (history, index) =>
            history.BeginRunAsync(Given.Run($"r{index}"), Given.Image, Given.Experiments(60), Given.Nothing, skipCompleted: false, default));

        Assert.Equal(60, enrolments.Sum(each => each.Count(enrolment => enrolment.Kind == EnrolmentKind.Planned)));
        Assert.Equal(60, (await History.JobsAsync(new JobQuery(), default)).Count);
        Assert.All(enrolments, each => Assert.Equal(enrolments[0].Select(enrolment => enrolment.Job), each.Select(enrolment => enrolment.Job)));
        Assert.Equal(count, (await History.OpenRunsAsync(default)).Count);
    }

    [HistoryFact]
    public async Task Each_job_and_each_device_is_taken_once_and_no_step_is_lost()
    {
        var jobs = await BeginAsync(Given.Run("r0"), [.. Given.Experiments(40)]);
        string[] devices = ["0", "1", "2", "3"];

        var taken = await AtOnceAsync(8, async (history, index) =>
        {
            var mine = new List<(long Job, string Device)>();
            foreach (var job in jobs)
            {
                var claim = Given.Claim(job.Job, "r0") with { DeviceCount = 1, Devices = devices, JobsPerDevice = 10 };
                if (await history.ClaimAsync(claim, default) is { Outcome: ClaimOutcome.Claimed } result)
                {
                    mine.Add((job.Job, result.Devices[0]));
                    Assert.True(await history.RecordAsync(job.Job, Given.Change(JobState.Running), default));
                    await history.AddMetricsAsync(job.Job, [new JobMetric("loss", index, 1, Given.Start)], default);
                }
            }

            return mine;
        });

        Assert.Equal(jobs.Select(job => job.Job), taken.SelectMany(mine => mine).Select(each => each.Job).Order());
        Assert.All(taken.SelectMany(mine => mine).CountBy(each => each.Device), device => Assert.Equal(10, device.Value));
        Assert.All(await History.JobsAsync(new JobQuery(), default), job => Assert.Equal(JobState.Running, job.State));
        Assert.Equal(40, (await History.LastMetricsAsync([.. jobs.Select(job => job.Job)], default)).Count);
        Assert.Equal(3, (await History.EventsAsync(jobs[39].Job, default)).Count);
    }

    [HistoryFact]
    public async Task Sweeps_of_other_groups_begin_and_are_forgotten_at_the_same_time()
    {
        await AtOnceAsync(8, async (history, index) =>
        {
            for (var round = 0; round < 4; round++)
            {
                // In another order each, so that they meet in the middle
                var experiments = Given.Experiments(30).ToArray();
                if (index % 2 == 0)
                {
                    Array.Reverse(experiments);
                }

                await history.BeginRunAsync(Given.Run($"r{index}-{round}", $"g{index}"), Given.Image, experiments, Given.Nothing, skipCompleted: false, default);
                Assert.Equal(30, await history.ForgetGroupAsync("ann", $"g{index}", default));
            }

            return true;
        });

        Assert.Empty(await History.JobsAsync(new JobQuery(), default));
    }

    /// <summary>Each with a store of its own, which is opened at the same moment, as builds do.</summary>
    private async Task<T[]> AtOnceAsync<T>(int count, Func<IHistory, int, Task<T>> action)
    {
        using var start = new Barrier(count);
        return await Task.WhenAll(Enumerable.Range(0, count).Select(index => Task.Factory.StartNew(
            async () =>
            {
                start.SignalAndWait();
                await using var history = await OpenAsync();
                return await action(history, index);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()));
    }
}
