using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Processes;
using Caliban.Core.Tests.Processes;
using Caliban.Testing;

namespace Caliban.Core.Tests.Jobs.Journal;

/// <summary>What a sweep writes into the history, and what it finds there.</summary>
public sealed class JournaledSweepTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingObserver _observer = new();
    private SweepTrial? _trial;
    private int _runs;

    private SweepTrial Trial => _trial!;

    public async Task InitializeAsync() => _trial = await SweepTrial.StartAsync();

    public Task DisposeAsync() => Trial.DisposeAsync().AsTask();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_intention_is_in_the_journal_before_the_engine_is_asked()
    {
        var states = new List<JobState>();
        var engine = new FakeEngine(_ => 0)
        {
            BeforeAcceptance = async launch => states.Add((await RowAsync(launch.Id)).State),
        };

        await RunAsync(Plan(1), engine);

        Assert.Equal([JobState.Submitting], states);
        Assert.Equal(
            [JobState.Planned, JobState.Submitting, JobState.Running, JobState.Succeeded],
            (await Trial.History.EventsAsync(engine.Launches[0].Id, CancellationToken.None)).Select(step => step.State));
    }

    [Fact]
    public async Task A_name_at_the_engine_is_made_of_the_project_the_store_and_the_number()
    {
        var engine = new FakeEngine(_ => 0);

        await RunAsync(Plan(2), engine);

        Assert.Equal(
            engine.Launches.Select(launch => $"caliban-mnist-{Trial.History.StoreId}-{launch.Id}"), engine.Launches.Select(launch => launch.Name));
        Assert.Equal(engine.Launches.Select(launch => launch.Name), engine.Released);
    }

    [Fact]
    public async Task The_end_of_each_job_is_in_the_history_with_its_exit_code()
    {
        var result = await RunAsync(Plan(2), new FakeEngine(index => index == 1 ? 3 : 0));

        var rows = await RowsAsync();
        Assert.Equal([(JobState.Failed, 3), (JobState.Succeeded, 0)], rows.Select(row => (row.State, row.ExitCode!.Value)));
        Assert.Equal(rows.Select(row => row.Id), result.Jobs.Select(job => job.JobId));
        Assert.Equal(rows.Select(row => row.LogPath), result.Jobs.Select(job => job.LogPath));
        Assert.All(rows, row => Assert.Equal("sha256:1", row.ImageDigest));
        Assert.Empty(await Trial.History.OpenRunsAsync(CancellationToken.None));
    }

    [Fact]
    public async Task What_has_succeeded_is_not_run_again_when_completed_experiments_are_skipped()
    {
        await RunAsync(Plan(3), new FakeEngine(index => index == 2 ? 1 : 0));
        var engine = new FakeEngine(_ => 0);

        var result = await RunAsync(Plan(4) with { SkipCompleted = true }, engine);

        Assert.Equal([2, 4], engine.Started);
        Assert.True(result.Succeeded);
        Assert.Equal([true, false, true, false], result.Jobs.Select(job => job.WasUpToDate));
        Assert.StartsWith("4 of 4 experiments succeeded, 2 of them up to date (", result.Headline);
    }

    [Fact]
    public async Task When_all_is_up_to_date_not_even_the_image_is_prepared()
    {
        await RunAsync(Plan(2), new FakeEngine(_ => 0));
        var engine = new FakeEngine(_ => 0) { Prepare = (_, _) => throw new InvalidOperationException("prepared") };

        Assert.True((await RunAsync(Plan(2) with { SkipCompleted = true }, engine)).Succeeded);
    }

    [Fact]
    public async Task Without_skipping_everything_runs_again()
    {
        await RunAsync(Plan(2), new FakeEngine(_ => 0));
        var engine = new FakeEngine(_ => 0);

        await RunAsync(Plan(2), engine);

        Assert.Equal([1, 2], engine.Started);
        Assert.Equal(2, (await RowsAsync()).Select(row => row.ExperimentId).Distinct().Count());
    }

    [Fact]
    public async Task Another_image_makes_every_experiment_run_again()
    {
        await RunAsync(Plan(2), new FakeEngine(_ => 0));
        var engine = new FakeEngine(_ => 0)
        {
            Image = new RecordedImage("image-2", "", "", new Dictionary<string, string> { ["train.py"] = "2" }),
        };

        var submission = await Trial.BeginAsync(Next(Plan(2) with { SkipCompleted = true }), engine);

        Assert.Equal(
            ["experiment 1 rate=1: runs again: code changed (train.py)", "experiment 2 rate=2: runs again: code changed (train.py)",
             "2 experiments: 2 to run again: code changed (train.py)"],
            submission.Describe(Plan(2)));
    }

    [Fact]
    public async Task The_standing_of_each_experiment_is_told()
    {
        await RunAsync(Plan(2), new FakeEngine(index => index - 1));

        var submission = await Trial.BeginAsync(Next(Plan(3) with { SkipCompleted = true }), new FakeEngine(_ => 0));

        Assert.Equal(
            ["experiment 1 rate=1: up to date", "experiment 2 rate=2: failed before", "experiment 3 rate=3: new",
             "3 experiments: 1 new, 1 failed before, 1 up to date"],
            submission.Describe(Plan(3)));
    }

    [Fact]
    public async Task A_failed_job_is_tried_again_as_a_new_job_with_a_log_of_its_own()
    {
        var left = 2;
        var engine = new FakeEngine((_, _, _) => Task.FromResult(JobOutcome.Exited(left-- > 0 ? 75 : 0)));

        var result = await RunAsync(Plan(1) with { Retries = 5, RetryDelay = TimeSpan.FromMilliseconds(10) }, engine);

        Assert.True(result.Succeeded);
        Assert.Equal(3, Assert.Single(result.Jobs).Attempts);
        var rows = await RowsAsync();
        Assert.Equal([(1, JobState.Failed), (2, JobState.Failed), (3, JobState.Succeeded)], rows.Select(row => (row.Attempt, row.State)));
        Assert.Equal(["0001.log", "0001.2.log", "0001.3.log"], rows.Select(row => Path.GetFileName(row.LogPath)));
        Assert.Equal(["started 1", "job 1 started", "job 1 Failed, retried", "job 1 started", "job 1 Failed, retried", "job 1 started", "job 1 Succeeded", "ended 1"], _observer.Calls);
    }

    [Fact]
    public async Task Tries_have_an_end()
    {
        var engine = new FakeEngine(_ => 1);

        var result = await RunAsync(Plan(1) with { Retries = 2, RetryDelay = TimeSpan.FromMilliseconds(1) }, engine);

        Assert.Equal(3, engine.Started.Count);
        Assert.Equal(JobState.Failed, result.Jobs[0].State);
        Assert.NotNull(result.Jobs[0].Failure);
    }

    [Fact]
    public async Task Two_experiments_that_are_the_same_have_one_job()
    {
        var plan = Plan(2);
        plan = plan with { Jobs = [plan.Jobs[0], plan.Jobs[0] with { Index = 2 }] };
        var engine = new FakeEngine(_ => 3);

        var result = await RunAsync(plan, engine);

        Assert.Equal([1], engine.Started);
        Assert.Equal([JobState.Failed, JobState.Failed], result.Jobs.Select(job => job.State));
        Assert.Single(result.Jobs, job => job.Failure is not null);
    }

    [Fact]
    public async Task Two_builds_of_a_group_at_once_run_each_experiment_once()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = new FakeEngine(async (_, _, _) => { await gate.Task; return JobOutcome.Exited(0); });
        var second = new FakeEngine(_ => 0);
        var one = RunAsync(Plan(3), first);
        await _observer.WaitForAsync("job 1 started");
        var other = new RecordingObserver();

        var two = Trial.RunAsync(Next(Plan(3)), second, other);
        await other.WaitForAsync("noted another build already runs 3 of the experiments; their results are waited for");
        gate.SetResult();

        Assert.True((await one).Succeeded);
        Assert.True((await two).Succeeded);
        Assert.Equal([1, 2, 3], first.Started);
        Assert.Empty(second.Started);
    }

    [Fact]
    public async Task A_job_that_runs_on_after_its_build_was_killed_is_followed_to_its_end()
    {
        var abandoned = await AbandonAsync(new BackendJob(BackendState.Running));
        var engine = new FakeEngine(index => index == 1 ? 3 : 0);

        var result = await RunAsync(Plan(2) with { Group = "another" }, engine);

        Assert.Equal([1], engine.Followed);
        Assert.Equal([2], engine.Started);
        Assert.Equal((abandoned, JobState.Failed, 3), (result.Jobs[0].JobId, result.Jobs[0].State, result.Jobs[0].ExitCode));
        Assert.Equal((JobState.Failed, 3), ((await RowAsync(abandoned)).State, (await RowAsync(abandoned)).ExitCode));
    }

    [Fact]
    public async Task A_job_that_ended_while_no_build_watched_counts_as_its_result()
    {
        var abandoned = await AbandonAsync(new BackendJob(BackendState.Exited, 0));
        var engine = new FakeEngine(_ => 0);

        var result = await RunAsync(Plan(2) with { SkipCompleted = true }, engine);

        Assert.Equal([2], engine.Started);
        Assert.Equal((abandoned, true), (result.Jobs[0].JobId, result.Jobs[0].WasUpToDate));
    }

    [Fact]
    public async Task A_job_that_somebody_stops_is_stopped_and_says_so()
    {
        var engine = new FakeEngine(async (_, _, cancellation) =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return JobOutcome.Exited(0);
        })
        {
            BeforeAcceptance = launch => Trial.History.RecordAsync(
                launch.Id, new JobChange(JobState.Stopped, DateTimeOffset.UtcNow) { Detail = "ada stopped it" }, CancellationToken.None),
        };

        var result = await RunAsync(Plan(1), engine);

        Assert.Equal(JobState.Stopped, result.Jobs[0].State);
        Assert.Same(LocalRunDiagnostics.JobStopped, result.Jobs[0].Failure!.Descriptor);
        Assert.Contains("was stopped while this sweep ran: ada stopped it. ", result.Jobs[0].Failure!.Message);
    }

    [Fact]
    public async Task A_stopped_sweep_leaves_no_job_unfinished()
    {
        using var stop = new CancellationTokenSource();
        var engine = new FakeEngine(async (_, _, cancellation) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellation);
            return JobOutcome.Exited(0);
        });

        await Trial.RunAsync(Next(Plan(3)), engine, _observer, cancellation: stop.Token);

        Assert.Equal(["the sweep was stopped", RecordedJob.NeverStarted, RecordedJob.NeverStarted], (await RowsAsync()).Select(row => row.Detail));
        Assert.All(await RowsAsync(), row => Assert.Equal(JobState.Stopped, row.State));
    }

    [Fact]
    public async Task A_lost_job_is_kept_by_its_engine()
    {
        var engine = new FakeEngine((_, _, _) => Task.FromResult(JobOutcome.Lost));

        await RunAsync(Plan(1), engine);

        Assert.Equal(JobState.Lost, Assert.Single(await RowsAsync()).State);
        Assert.Empty(engine.Released);
    }

    [Fact]
    public async Task Metrics_that_a_job_prints_are_stored_and_part_of_its_result()
    {
        var engine = new FakeEngine((_, output, _) =>
        {
            output(OutputChannel.Standard, "caliban-metric loss=0.5 step=1\nEpoch 1\ncaliban-metric loss=0.25 step=2\n"u8.ToArray());
            return Task.FromResult(JobOutcome.Exited(0));
        });

        var result = await RunAsync(Plan(1), engine);

        Assert.Equal([0.5, 0.25], result.Jobs[0].Metrics.Select(metric => metric.Value));
        Assert.Equal([0.5, 0.25], (await Trial.History.MetricsAsync(result.Jobs[0].JobId, CancellationToken.None)).Select(metric => metric.Value));
    }

    [Fact]
    public async Task Each_job_has_its_GPUs_to_itself()
    {
        var taken = new HashSet<string>();
        var held = new FakeEngine(async (_, _, _) =>
        {
            await Task.Yield();
            return JobOutcome.Exited(0);
        })
        {
            Devices = ["0", "1", "2", "3"],
            BeforeAcceptance = launch =>
            {
                lock (taken)
                {
                    taken.UnionWith(launch.Devices);
                }

                return Task.CompletedTask;
            },
        };
        var plan = Plan(6);

        await RunAsync(plan with { MaxParallel = 0, Image = plan.Image with { UseGpu = true }, Jobs = [.. plan.Jobs.Select(job => job with { Gpus = 2 })] }, held);

        Assert.All(held.Launches, launch => Assert.Equal(2, launch.Devices.Distinct().Count()));
        Assert.True(held.MostRunning <= 2, $"{held.MostRunning} jobs with 2 of 4 GPUs ran at once");
        Assert.Equal(["0", "1", "2", "3"], taken.Order());
    }

    private SweepPlan Plan(int jobs) => Plans.Create(jobs, _folder.Path);

    private SweepRun Next(SweepPlan plan) => new(plan, $"run-{++_runs}", plan.Group.Length > 0 ? plan.Group : "group");

    private Task<SweepResult> RunAsync(SweepPlan plan, FakeEngine engine) => Trial.RunAsync(Next(plan), engine, _observer);

    private Task<IReadOnlyList<RecordedJob>> RowsAsync() => Trial.History.JobsAsync(new JobQuery(), CancellationToken.None);

    private async Task<RecordedJob> RowAsync(long id) => (await Trial.History.JobsAsync(new JobQuery { Ids = [id] }, CancellationToken.None))[0];

    /// <summary>A build submits the first of two jobs and is killed; the backend says how that job stands.</summary>
    private async Task<long> AbandonAsync(BackendJob backend)
    {
        var submission = await Trial.BeginAsync(Next(Plan(2)), new FakeEngine(_ => 0));
        var id = submission.Enrolments[0].Job;
        await submission.Journal.ClaimAsync(id, Path.Combine(_folder.Path, "obj", "caliban", "logs", "r", "0001.log"), 0, [], CancellationToken.None);
        await submission.Journal.EndRunAsync();
        Trial.Backend.Jobs[submission.Journal.NameOf(id)] = backend;
        return id;
    }
}
