using Caliban.Core.History;
using Caliban.Core.Jobs.Remote;

namespace Caliban.Core.Tests.Jobs.Remote;

/// <summary>How jobs that were handed over are watched to their ends.</summary>
public sealed class RemoteWatchTests : IAsyncLifetime
{
    private RemoteTrial? _trial;

    private RemoteTrial Trial => _trial!;

    public async Task InitializeAsync() => _trial = await RemoteTrial.StartAsync();

    public Task DisposeAsync() => Trial.DisposeAsync().AsTask();

    [Fact]
    public async Task All_jobs_are_followed_to_their_ends_and_the_history_has_them()
    {
        var backend = new FakeRemoteBackend();

        var result = await Trial.RunAsync(Trial.Plan(20), backend);

        Assert.True(result.Succeeded);
        Assert.Equal(Enumerable.Range(1, 20), backend.Accepted.Select(launch => launch.Job.Index).Order());
        Assert.All(await Trial.RowsAsync(), row => Assert.Equal((JobState.Succeeded, 0), (row.State, row.ExitCode)));
        Assert.Equal((await Trial.RowsAsync()).Select(row => row.Id), result.Jobs.Select(job => job.JobId));
        Assert.Empty(await Trial.History.OpenRunsAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_failed_job_is_one_error_with_its_exit_code_its_arguments_and_its_page()
    {
        var backend = new FakeRemoteBackend { Fate = launch => launch.Job.Index == 2 ? FakeRemoteBackend.Ended(3, "it says why.") : FakeRemoteBackend.Ended(0) };

        var result = await Trial.RunAsync(Trial.Plan(3), backend);

        Assert.False(result.Succeeded);
        var failed = Assert.Single(result.Jobs, job => job.Failure is not null);
        Assert.Equal((2, 3, "CAL5100", "https://jobs/2"), (failed.Job.Index, failed.ExitCode!.Value, failed.Failure!.Descriptor.Code, failed.Link));
        Assert.Contains(" failed on vertex with exit code 3: it says why. Arguments: --rate 2. It is at https://jobs/2;", failed.Failure.Message);
        Assert.Equal("it says why.", (await Trial.RowsAsync())[1].Detail);
    }

    [Fact]
    public async Task A_job_is_told_to_start_once_and_to_end_once()
    {
        var backend = new FakeRemoteBackend { Fate = _ => FakeRemoteBackend.Waiting };
        var sweep = Trial.RunAsync(Trial.Plan(1), backend);
        await RemoteTrial.UntilAsync(() => backend.Calls.Count > 2);
        Assert.Equal(JobState.Submitted, (await Trial.RowAsync(1)).State);
        var name = backend.Accepted[0].Name;
        backend.Jobs[name] = FakeRemoteBackend.Running with { StartedAt = DateTimeOffset.UnixEpoch };
        await Trial.Observer.WaitForAsync("job 1 started");
        var polls = backend.Calls.Count;
        await RemoteTrial.UntilAsync(() => backend.Calls.Count > polls + 2);
        backend.Jobs[name] = FakeRemoteBackend.Ended(0) with { EndedAt = DateTimeOffset.UnixEpoch.AddMinutes(5) };

        var result = await sweep;

        Assert.Single(Trial.Observer.Calls, call => call == "job 1 started");
        Assert.Single(Trial.Observer.Calls, call => call == "job 1 Succeeded");
        Assert.Equal(TimeSpan.FromMinutes(5), result.Jobs[0].Duration);
        Assert.Equal(
            [JobState.Planned, JobState.Submitting, JobState.Submitted, JobState.Running, JobState.Succeeded],
            (await Trial.History.EventsAsync(1, CancellationToken.None)).Select(step => step.State));
    }

    [Fact]
    public async Task All_jobs_are_asked_about_with_one_question()
    {
        var backend = new FakeRemoteBackend { Fate = _ => FakeRemoteBackend.Running };
        var sweep = Trial.RunAsync(Trial.Plan(12), backend);
        await RemoteTrial.UntilAsync(() => backend.Calls.Count(call => call == "observe 12") >= 2);
        Array.ForEach([.. backend.Jobs.Keys], name => backend.Jobs[name] = FakeRemoteBackend.Ended(0));

        Assert.True((await sweep).Succeeded);
    }

    [Fact]
    public async Task A_silent_backend_ends_no_job_and_is_said_once()
    {
        var backend = new FakeRemoteBackend { Fate = _ => FakeRemoteBackend.Running, Silence = "the planted silence." };
        var sweep = Trial.RunAsync(Trial.Plan(3), backend);
        await RemoteTrial.UntilAsync(() => backend.Calls.Count > 5);
        Assert.All(await Trial.RowsAsync(), row => Assert.False(row.State.IsFinal()));
        Array.ForEach([.. backend.Jobs.Keys], name => backend.Jobs[name] = FakeRemoteBackend.Ended(0));

        backend.Silence = null;

        Assert.True((await sweep).Succeeded);
        Assert.Equal(
            ["noted vertex does not answer (the planted silence); the jobs run on, and it is asked again", "noted vertex answers again"],
            Trial.Observer.Calls.Where(call => call.Contains("answer", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_job_that_the_backend_does_not_know_any_more_is_lost()
    {
        var backend = new FakeRemoteBackend { Fate = _ => FakeRemoteBackend.Running };
        var sweep = Trial.RunAsync(Trial.Plan(1) with { Retries = 3 }, backend);
        await Trial.Observer.WaitForAsync("job 1 started");
        backend.Jobs.Clear();

        var job = Assert.Single((await sweep).Jobs);

        Assert.Equal((JobState.Lost, "CAL5102"), (job.State, job.Failure!.Descriptor.Code));
        var row = Assert.Single(await Trial.RowsAsync());
        Assert.Equal((JobState.Lost, "the backend does not know it any more"), (row.State, row.Detail));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_job_that_somebody_stops_while_it_is_watched_is_stopped_and_says_by_whom(bool isSeenFirst)
    {
        var backend = new FakeRemoteBackend { Fate = _ => FakeRemoteBackend.Running };
        var sweep = Trial.RunAsync(Trial.Plan(1), backend);
        await Trial.Observer.WaitForAsync("job 1 started");
        if (isSeenFirst)
        {
            await Trial.StopAsync(1);
        }

        backend.Jobs[backend.Accepted[0].Name] = FakeRemoteBackend.Cancelled;
        var job = Assert.Single((await sweep).Jobs);

        Assert.Equal((JobState.Stopped, "CAL5101"), (job.State, job.Failure!.Descriptor.Code));
        Assert.Contains(isSeenFirst ? ": stopped by ada." : ": it was cancelled.", job.Failure.Message);
    }

    [Fact]
    public async Task What_a_job_printed_is_saved_and_its_metrics_are_part_of_its_result()
    {
        var backend = new FakeRemoteBackend { Log = _ => "hello\ncaliban-metric loss=0.5 step=1\n" };

        var job = Assert.Single((await Trial.RunAsync(Trial.Plan(1), backend)).Jobs);

        Assert.Equal("hello\ncaliban-metric loss=0.5 step=1\n", await File.ReadAllTextAsync(job.LogPath));
        Assert.Equal([0.5], job.Metrics.Select(metric => metric.Value));
    }

    [Fact]
    public async Task A_log_that_cannot_be_had_changes_no_result_and_is_said_once()
    {
        var backend = new FakeRemoteBackend { Log = _ => throw new TimeoutException("the planted silence.") };

        var result = await Trial.RunAsync(Trial.Plan(5), backend);

        Assert.True(result.Succeeded);
        Assert.All(result.Jobs, job => Assert.Equal("", job.LogPath));
        Assert.Single(Trial.Observer.Calls, call => call.StartsWith("noted the output of a job cannot be had now (the planted silence)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_large_sweep_only_the_logs_of_some_that_failed_are_fetched()
    {
        var backend = new FakeRemoteBackend { Fate = launch => FakeRemoteBackend.Ended(launch.Job.Index % 2) };

        var result = await Trial.RunAsync(Trial.Plan(60), backend);

        var saved = backend.Calls.Count(call => call.StartsWith("save ", StringComparison.Ordinal));
        Assert.Equal(20, saved);
        Assert.Equal(20, result.Jobs.Count(job => job.LogPath.Length > 0 && job.State == JobState.Failed));
        Assert.Equal(30, result.Jobs.Count(job => job.Failure is not null));
    }
}
