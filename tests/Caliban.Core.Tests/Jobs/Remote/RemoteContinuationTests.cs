using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Jobs.Remote;
using Caliban.Core.Tests.Registries;

namespace Caliban.Core.Tests.Jobs.Remote;

/// <summary>Sweeps that are stopped, gone on with, retried, or wanted by two builds at once.</summary>
public sealed class RemoteContinuationTests : IAsyncLifetime
{
    private RemoteTrial? _trial;

    private RemoteTrial Trial => _trial!;

    public async Task InitializeAsync() => _trial = await RemoteTrial.StartAsync();

    public Task DisposeAsync() => Trial.DisposeAsync().AsTask();

    [Fact]
    public async Task A_stop_ends_the_watching_and_not_the_jobs()
    {
        using var stop = new CancellationTokenSource();
        var backend = new FakeRemoteBackend { Fate = _ => FakeRemoteBackend.Running };
        var sweep = Trial.RunAsync(Trial.Plan(3), backend, cancellation: stop.Token);
        await Trial.Observer.WaitForAsync("job 3 started");

        await stop.CancelAsync();
        var result = await sweep;

        Assert.True(result.WasCanceled);
        Assert.All(result.Jobs, job => Assert.Equal(JobState.Running, job.State));
        Assert.DoesNotContain(backend.Calls, call => call.StartsWith("stop", StringComparison.Ordinal));
        Assert.All(await Trial.RowsAsync(), row => Assert.Equal(JobState.Running, row.State));
    }

    [Fact]
    public async Task The_next_build_goes_on_where_a_submission_was_stopped()
    {
        using var stop = new CancellationTokenSource();
        var backend = new FakeRemoteBackend { Concurrency = 2, Fate = launch => launch.Job.Index == 1 ? FakeRemoteBackend.Ended(0) : FakeRemoteBackend.Running };
        backend.OnSubmit = async (launch, cancellation) =>
        {
            // The fifth one arrives, and its answer does not; the sixth one never arrives.
            if (launch.Job.Index == 5)
            {
                backend.Take(launch);
            }

            await Task.Delay(launch.Job.Index < 5 ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, cancellation);
        };
        var sweep = Trial.RunAsync(Trial.Plan(10), backend, cancellation: stop.Token);
        await Trial.Observer.WaitForAsync("job 1 Succeeded");
        await RemoteTrial.UntilAsync(() => backend.Asked.Count == 6);

        await stop.CancelAsync();
        Assert.True((await sweep).WasCanceled);

        Assert.Equal(
            [JobState.Submitting, JobState.Submitting, JobState.Stopped, JobState.Stopped, JobState.Stopped, JobState.Stopped],
            (await Trial.RowsAsync()).Skip(4).Select(row => row.State));
        backend.OnSubmit = (_, _) => Task.CompletedTask;
        backend.Fate = _ => FakeRemoteBackend.Ended(0);
        Array.ForEach([.. backend.Jobs.Keys], name => backend.Jobs[name] = FakeRemoteBackend.Ended(0));
        var result = await Trial.RunAsync(Trial.Plan(10), backend, continues: true);

        Assert.True(result.Succeeded);
        Assert.Equal(Enumerable.Range(1, 10), backend.Accepted.Select(launch => launch.Job.Index).Order());
    }

    [Fact]
    public async Task What_runs_on_is_watched_by_the_next_build_and_not_sent_again()
    {
        using var stop = new CancellationTokenSource();
        var backend = new FakeRemoteBackend { Fate = _ => FakeRemoteBackend.Running };
        var first = Trial.RunAsync(Trial.Plan(2), backend, cancellation: stop.Token);
        await Trial.Observer.WaitForAsync("job 2 started");
        await stop.CancelAsync();
        await first;
        var observer = new RecordingObserver();

        var second = Trial.RunAsync(Trial.Plan(2), backend, observer: observer, continues: true);
        await observer.WaitForAsync("noted 2 of the experiments were submitted before and have not ended; they are watched, not submitted again");
        Array.ForEach([.. backend.Jobs.Keys], name => backend.Jobs[name] = FakeRemoteBackend.Ended(0));

        Assert.True((await second).Succeeded);
        Assert.Equal(2, backend.Asked.Count);
        Assert.All(await Trial.RowsAsync(), row => Assert.Equal((JobState.Succeeded, "run-2"), (row.State, row.ClaimedBy)));
    }

    [Fact]
    public async Task A_job_that_has_ended_when_the_sweep_is_stopped_keeps_its_result()
    {
        using var stop = new CancellationTokenSource();
        var backend = new FakeRemoteBackend { Fate = launch => launch.Job.Index == 1 ? FakeRemoteBackend.Ended(0) : FakeRemoteBackend.Running };
        backend.Log = _ =>
        {
            stop.Cancel();
            throw new OperationCanceledException(stop.Token);
        };

        var result = await Trial.RunAsync(Trial.Plan(2), backend, cancellation: stop.Token);

        Assert.Equal([JobState.Succeeded, JobState.Succeeded], [(await Trial.RowsAsync())[0].State, result.Jobs[0].State]);
        Assert.True(result.WasCanceled);
    }

    [Fact]
    public async Task Without_waiting_a_sweep_ends_when_its_jobs_are_submitted()
    {
        var backend = new FakeRemoteBackend { Fate = _ => FakeRemoteBackend.Running };

        var result = await Trial.RunAsync(Trial.Plan(5), backend, Detached);

        Assert.True(result.Succeeded);
        Assert.Equal(5, result.Count(JobState.Submitted));
        Assert.Empty(backend.Calls);
        Assert.All(result.Jobs, job => Assert.Equal($"https://jobs/{job.JobId}", job.Link));
    }

    [Fact]
    public async Task Without_waiting_what_another_build_submits_is_left_to_it()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var backend = new FakeRemoteBackend { Fate = _ => FakeRemoteBackend.Running, OnSubmit = (_, _) => gate.Task };
        var one = Trial.RunAsync(Trial.Plan(2), backend, Detached);
        await RemoteTrial.UntilAsync(() => backend.Asked.Count == 2);

        var two = await Trial.RunAsync(Trial.Plan(2), backend, Detached, new RecordingObserver());
        gate.SetResult();

        Assert.True((await one).Succeeded);
        Assert.True(two.Succeeded, two.Headline);
        Assert.Equal(2, backend.Accepted.Count);
    }

    [Fact]
    public async Task A_long_submission_is_waited_for_without_looking_all_the_time()
    {
        var clock = new CountingTime();
        await using var trial = await RemoteTrial.StartAsync(clock);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var backend = new FakeRemoteBackend { OnSubmit = (_, _) => gate.Task };
        var sweep = trial.RunAsync(trial.Plan(1), backend, new RemoteOptions { Wait = false, PollInterval = TimeSpan.FromMilliseconds(100) });
        await RemoteTrial.UntilAsync(() => backend.Asked.Count == 1);

        await Task.Delay(1000);
        gate.SetResult();
        await sweep;

        Assert.True(clock.Timers < 30, $"{clock.Timers} waits in a second, of 100 ms each");
    }

    [Fact]
    public async Task A_failed_job_is_tried_again_as_a_new_job_after_the_delay()
    {
        var clock = new SkippedWaits();
        await using var trial = await RemoteTrial.StartAsync(clock);
        var left = 2;
        var backend = new FakeRemoteBackend { Fate = _ => FakeRemoteBackend.Ended(left-- > 0 ? 75 : 0) };

        var result = await trial.RunAsync(trial.Plan(1) with { Retries = 5, RetryDelay = TimeSpan.FromMinutes(1) }, backend);

        Assert.True(result.Succeeded);
        Assert.Equal(3, Assert.Single(result.Jobs).Attempts);
        Assert.Equal([(1, JobState.Failed), (2, JobState.Failed), (3, JobState.Succeeded)], (await trial.RowsAsync()).Select(row => (row.Attempt, row.State)));
        Assert.Equal(["0001.log", "0001.2.log", "0001.3.log"], (await trial.RowsAsync()).Select(row => Path.GetFileName(row.LogPath)));
        Assert.Equal(3, backend.Accepted.Select(launch => launch.Name).Distinct().Count());
        Assert.Equal(2, trial.Observer.Calls.Count(call => call == "job 1 Failed, retried"));
        Assert.True(TimeSpan.FromTicks(clock.GetTimestamp()) >= TimeSpan.FromMinutes(2.7));
    }

    [Fact]
    public async Task Tries_have_an_end()
    {
        var backend = new FakeRemoteBackend { Fate = _ => FakeRemoteBackend.Ended(1) };

        var result = await Trial.RunAsync(Trial.Plan(1) with { Retries = 2, RetryDelay = TimeSpan.FromMilliseconds(1) }, backend);

        Assert.Equal(3, backend.Accepted.Count);
        Assert.Equal((JobState.Failed, "CAL5100"), (result.Jobs[0].State, result.Jobs[0].Failure!.Descriptor.Code));
    }

    [Fact]
    public async Task Without_going_on_nothing_is_submitted_after_a_job_has_failed()
    {
        var backend = new FakeRemoteBackend { Concurrency = 1, Fate = launch => launch.Job.Index == 1 ? FakeRemoteBackend.Ended(1) : FakeRemoteBackend.Running };
        backend.OnTurn = (launch, withdrawn) => launch.Job.Index == 3 ? Task.Delay(Timeout.Infinite, withdrawn) : Task.CompletedTask;
        var sweep = Trial.RunAsync(Trial.Plan(5) with { KeepGoing = false }, backend);
        await Trial.Observer.WaitForAsync("job 1 Failed");
        await Trial.Observer.WaitForAsync("job 2 started");
        backend.Jobs[backend.Accepted[1].Name] = FakeRemoteBackend.Ended(0);

        var result = await sweep;

        Assert.Equal([1, 2], backend.Asked.Select(launch => launch.Job.Index));
        Assert.All((await Trial.RowsAsync()).Skip(2), row => Assert.True(row.WasNeverStarted));
        Assert.Equal([JobState.Failed, JobState.Succeeded, JobState.Planned, JobState.Planned, JobState.Planned], result.Jobs.Select(job => job.State));
        Assert.False(result.WasCanceled);
        Assert.Single(result.Jobs, job => job.Failure is not null);
    }

    [Fact]
    public async Task What_the_backend_was_asked_to_take_when_another_job_failed_is_waited_for_and_watched()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var backend = new FakeRemoteBackend { Concurrency = 2, Fate = launch => FakeRemoteBackend.Ended(launch.Job.Index == 1 ? 1 : 0) };
        backend.OnSubmit = (launch, cancellation) => launch.Job.Index == 2 ? gate.Task.WaitAsync(cancellation) : Task.CompletedTask;
        backend.OnTurn = (launch, withdrawn) => launch.Job.Index > 2 ? Task.Delay(Timeout.Infinite, withdrawn) : Task.CompletedTask;
        var sweep = Trial.RunAsync(Trial.Plan(4) with { KeepGoing = false }, backend);
        await Trial.Observer.WaitForAsync("job 1 Failed");

        gate.SetResult();
        var result = await sweep;

        Assert.Equal([JobState.Failed, JobState.Succeeded, JobState.Planned, JobState.Planned], result.Jobs.Select(job => job.State));
    }

    [Fact]
    public async Task What_waited_for_its_turn_at_a_stop_is_known_never_to_have_been_sent()
    {
        using var stop = new CancellationTokenSource();
        var backend = new FakeRemoteBackend { Concurrency = 2 };
        backend.OnTurn = async (_, withdrawn) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, withdrawn);
        };

        Assert.True((await Trial.RunAsync(Trial.Plan(4), backend, cancellation: stop.Token)).WasCanceled);

        Assert.Empty(backend.Asked);
        Assert.All(await Trial.RowsAsync(), row => Assert.True(row.WasNeverStarted));
    }

    [Fact]
    public async Task Two_experiments_that_are_the_same_have_one_job()
    {
        var plan = Trial.Plan(2);
        plan = plan with { Jobs = [plan.Jobs[0], plan.Jobs[0] with { Index = 2 }] };
        var backend = new FakeRemoteBackend { Fate = _ => FakeRemoteBackend.Ended(3) };

        var result = await Trial.RunAsync(plan, backend);

        Assert.Single(backend.Accepted);
        Assert.Equal([JobState.Failed, JobState.Failed], result.Jobs.Select(job => job.State));
        Assert.Single(result.Jobs, job => job.Failure is not null);
    }

    [Fact]
    public async Task Two_builds_of_a_group_at_once_submit_each_experiment_once()
    {
        var backend = new FakeRemoteBackend { Fate = _ => FakeRemoteBackend.Running };
        var one = Trial.RunAsync(Trial.Plan(3), backend);
        await Trial.Observer.WaitForAsync("job 3 started");
        var other = new RecordingObserver();

        var two = Trial.RunAsync(Trial.Plan(4), backend, observer: other);
        await other.WaitForAsync("noted another build already submits 3 of the experiments; their results are waited for");
        await other.WaitForAsync("job 4 started");
        foreach (var launch in backend.Accepted)
        {
            backend.Jobs[launch.Name] = FakeRemoteBackend.Ended(launch.Job.Index == 2 ? 3 : 0);
        }

        Assert.Equal(2, (await one).Count(JobState.Succeeded));
        var result = await two;
        Assert.Equal([JobState.Succeeded, JobState.Failed, JobState.Succeeded, JobState.Succeeded], result.Jobs.Select(job => job.State));
        Assert.Equal("CAL5100", result.Jobs[1].Failure!.Descriptor.Code);
        Assert.Equal("https://jobs/2", result.Jobs[1].Link);
        Assert.Equal([1, 2, 3, 4], backend.Accepted.Select(launch => launch.Job.Index).Order());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_another_build_was_about_to_send_when_it_was_stopped_is_cleared_up_and_not_called_lost(bool wasTaken)
    {
        var clock = new SkippedWaits();
        await using var trial = await RemoteTrial.StartAsync(clock);
        using var stop = new CancellationTokenSource();
        var backend = new FakeRemoteBackend { Concurrency = 1 };
        backend.OnSubmit = (launch, cancellation) =>
        {
            if (wasTaken)
            {
                backend.Take(launch);
            }

            return Task.Delay(Timeout.Infinite, cancellation);
        };
        var one = trial.RunAsync(trial.Plan(2), backend, cancellation: stop.Token);
        await RemoteTrial.UntilAsync(() => backend.Asked.Count == 1);
        var other = new RecordingObserver();
        var two = trial.RunAsync(trial.Plan(2), backend, observer: other);
        await other.WaitForAsync("noted another build already submits 2 of the experiments; their results are waited for");

        backend.OnSubmit = (_, _) => Task.CompletedTask;
        await stop.CancelAsync();
        Assert.True((await one).WasCanceled);

        Assert.True((await two).Succeeded, string.Join('\n', other.Calls));
        Assert.Equal([1, 2], backend.Accepted.Select(launch => launch.Job.Index).Order());
    }

    private static RemoteOptions Detached { get; } = new() { Wait = false, PollInterval = TimeSpan.FromMilliseconds(10) };

    /// <summary>Counts the waits.</summary>
    private sealed class CountingTime : TimeProvider
    {
        private int _timers;

        public int Timers => _timers;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Increment(ref _timers);
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
