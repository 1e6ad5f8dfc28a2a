using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Tests.Processes;
using Caliban.Testing;

namespace Caliban.Core.Tests.Jobs;

public sealed class SweepExecutorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingObserver _observer = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Jobs_run_one_after_another_in_their_order_and_everything_is_told()
    {
        var engine = new FakeEngine(_ => 0) { Prepare = (onLine, _) => { onLine("image"); return Task.CompletedTask; } };

        var result = await RunAsync(Plan(3), engine);

        Assert.Equal(
            [
                "preparing image", "started 3", "job 1 started", "job 1 Succeeded", "job 2 started", "job 2 Succeeded",
                "job 3 started", "job 3 Succeeded", "ended 3",
            ],
            _observer.Calls);
        Assert.True(result.Succeeded);
        Assert.Equal([1, 2, 3], result.Jobs.Select(job => job.Job.Index));
        Assert.Equal((1, 1), (engine.MostRunning, engine.CleanUps));
    }

    [Theory]
    [InlineData(3, 8)]
    [InlineData(8, 8)]
    [InlineData(20, 5)]
    public async Task As_many_jobs_run_at_once_as_allowed_and_never_more(int maxParallel, int jobs)
    {
        var expected = Math.Min(maxParallel, jobs);
        var waiting = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var engine = new FakeEngine(async (_, _, _) =>
        {
            if (Interlocked.Increment(ref waiting) == expected)
            {
                all.SetResult();
            }

            await all.Task;
            await Task.Yield();
            return JobOutcome.Exited(0);
        });

        await RunAsync(Plan(jobs) with { MaxParallel = maxParallel }, engine);

        Assert.Equal(expected, engine.MostRunning);
        Assert.Equal(Enumerable.Range(1, jobs), engine.Started.Order());
    }

    [Fact]
    public async Task A_failure_does_not_stop_the_others_when_they_keep_going()
    {
        var result = await RunAsync(Plan(3), new FakeEngine(index => index == 1 ? 3 : 0));

        Assert.Equal([JobState.Failed, JobState.Succeeded, JobState.Succeeded], result.Jobs.Select(job => job.State));
        Assert.Equal([3, 0, 0], result.Jobs.Select(job => job.ExitCode));
        Assert.False(result.Succeeded);
        Assert.False(result.WasCanceled);
    }

    [Fact]
    public async Task Without_keeping_going_nothing_more_starts_and_running_jobs_end()
    {
        var bothRun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var firstFailed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var engine = new FakeEngine(async (job, _, cancellation) =>
        {
            if (job.Index == 1)
            {
                await bothRun.Task;
                return JobOutcome.Exited(1);
            }

            bothRun.SetResult();
            await firstFailed.Task;
            return JobOutcome.Exited(cancellation.IsCancellationRequested ? 99 : 0);
        });
        var run = RunAsync(Plan(5) with { MaxParallel = 2, KeepGoing = false }, engine);
        await bothRun.Task;
        await _observer.WaitForAsync("job 1 Failed");

        firstFailed.SetResult();
        var result = await run;

        Assert.Equal(
            [JobState.Failed, JobState.Succeeded, JobState.Planned, JobState.Planned, JobState.Planned],
            result.Jobs.Select(job => job.State));
        Assert.Equal("", result.Jobs[2].LogPath);
        Assert.Equal([1, 2], engine.Started.Order());
    }

    [Fact]
    public async Task A_job_that_takes_too_long_is_stopped_and_the_next_one_runs()
    {
        var time = new FakeTime();
        var engine = new FakeEngine(async (job, _, cancellation) =>
        {
            if (job.Index == 1)
            {
                time.Advance(TimeSpan.FromSeconds(90));
                await Task.Delay(Timeout.Infinite, cancellation);
            }

            return JobOutcome.Exited(0);
        });

        var result = await RunAsync(Plan(2) with { JobTimeout = TimeSpan.FromSeconds(90) }, engine, time);

        Assert.Equal([JobState.Failed, JobState.Succeeded], result.Jobs.Select(job => job.State));
        Assert.Null(result.Jobs[0].ExitCode);
        Assert.Same(LocalRunDiagnostics.JobTimedOut, result.Jobs[0].Failure!.Descriptor);
        Assert.StartsWith("Job 1 rate=1 was stopped after 1 min 30 s, ", result.Jobs[0].Failure!.Message);
        Assert.Equal([TimeSpan.FromSeconds(90), TimeSpan.Zero], result.Jobs.Select(job => job.Duration));
    }

    [Fact]
    public async Task A_cancellation_stops_what_runs_and_leaves_out_the_rest()
    {
        using var stop = new CancellationTokenSource();
        using var running = new CountdownEvent(2);
        var engine = new FakeEngine(async (job, _, cancellation) =>
        {
            if (job.Index > 1)
            {
                running.Signal();
                await Task.Delay(Timeout.Infinite, cancellation);
            }

            return JobOutcome.Exited(0);
        });
        var run = RunAsync(Plan(5) with { MaxParallel = 2 }, engine, cancellation: stop.Token);
        Assert.True(running.Wait(Children.Limit));

        await stop.CancelAsync();
        var result = await run;

        Assert.Equal(
            [JobState.Succeeded, JobState.Stopped, JobState.Stopped, JobState.Planned, JobState.Planned],
            result.Jobs.Select(job => job.State));
        Assert.True(result.WasCanceled);
        Assert.All(result.Jobs, job => Assert.Null(job.Failure));
        Assert.Equal("ended 5", _observer.Calls[^1]);
        Assert.Equal(1, engine.CleanUps);
    }

    [Fact]
    public async Task A_cancellation_after_the_last_job_has_ended_stops_nothing()
    {
        using var stop = new CancellationTokenSource();
        var engine = new FakeEngine(async (_, _, _) =>
        {
            await stop.CancelAsync();
            return JobOutcome.Exited(0);
        });

        var result = await RunAsync(Plan(1), engine, cancellation: stop.Token);

        Assert.False(result.WasCanceled);
        Assert.True(result.Succeeded);
    }

    [Fact]
    public async Task A_cancellation_while_preparing_leaves_out_everything()
    {
        using var stop = new CancellationTokenSource();
        var engine = new FakeEngine(_ => 0)
        {
            Prepare = async (_, cancellation) =>
            {
                await stop.CancelAsync();
                cancellation.ThrowIfCancellationRequested();
            },
        };

        var result = await RunAsync(Plan(2), engine, cancellation: stop.Token);

        Assert.True(result.WasCanceled);
        Assert.Empty(engine.Started);
        Assert.Equal(2, result.Count(JobState.Planned));
        Assert.Equal(1, engine.CleanUps);
    }

    [Fact]
    public async Task An_engine_that_cannot_prepare_starts_nothing_and_is_cleaned_up()
    {
        var engine = new FakeEngine(_ => 0)
        {
            Prepare = (_, _) => throw DiagnosticException.Create(LocalRunDiagnostics.SweepCanceled, SourceLocation.None, "no"),
        };

        await Assert.ThrowsAsync<DiagnosticException>(() => RunAsync(Plan(2), engine));

        Assert.Empty(engine.Started);
        Assert.Equal(1, engine.CleanUps);
    }

    private SweepPlan Plan(int jobs) => Plans.Create(jobs, _folder.Path);

    private Task<SweepResult> RunAsync(SweepPlan plan, FakeEngine engine, TimeProvider? time = null, CancellationToken cancellation = default) =>
        SweepTrial.RunOnceAsync(plan.Run(), engine, _observer, time, cancellation: cancellation);
}
