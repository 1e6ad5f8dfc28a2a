using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Jobs.Remote;
using Caliban.Core.Tests.Processes;

namespace Caliban.Core.Tests.Jobs.Remote;

/// <summary>How jobs are handed over, and what becomes of those that are not taken.</summary>
public sealed class RemoteSubmissionTests : IAsyncLifetime
{
    private RemoteTrial? _trial;

    private RemoteTrial Trial => _trial!;

    public async Task InitializeAsync() => _trial = await RemoteTrial.StartAsync();

    public Task DisposeAsync() => Trial.DisposeAsync().AsTask();

    [Fact]
    public async Task The_intention_is_in_the_history_with_its_place_before_the_backend_is_asked()
    {
        var seen = new List<(JobState, string, string)>();
        var backend = new FakeRemoteBackend();
        backend.OnSubmit = async (launch, _) =>
        {
            var row = await Trial.RowAsync(launch.Id);
            seen.Add((row.State, row.Resource, row.RemoteName));
        };

        await Trial.RunAsync(Trial.Plan(1), backend);

        var launch = Assert.Single(backend.Accepted);
        Assert.Equal($"caliban-mnist-{Trial.History.StoreId}-{launch.Id}", launch.Name);
        Assert.Equal([(JobState.Submitting, backend.Place, launch.Name)], seen);
        Assert.Equal(
            [JobState.Planned, JobState.Submitting, JobState.Submitted, JobState.Succeeded],
            (await Trial.History.EventsAsync(launch.Id, CancellationToken.None)).Select(step => step.State));
        var row = await Trial.RowAsync(launch.Id);
        Assert.Equal(($"{backend.Place}/customJobs/{launch.Id}", $"https://jobs/{launch.Id}"), (row.Resource, row.Link));
    }

    [Fact]
    public async Task Each_job_is_told_with_its_page_its_log_and_its_command()
    {
        await Trial.RunAsync(Trial.Plan(2), new FakeRemoteBackend { Concurrency = 1 });

        Assert.Equal(
            ["noted job 1 of 2 submitted: https://jobs/1", "noted   log: https://logs/1", "noted job 2 of 2 submitted: https://jobs/2", "noted   log: https://logs/2"],
            Trial.Observer.Calls.Where(call => call.StartsWith("noted", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_refused_job_is_one_error_and_the_others_run()
    {
        var backend = new FakeRemoteBackend
        {
            OnSubmit = (launch, _) => launch.Job.Index == 2 ? throw FakeRemoteBackend.Refusal(RemoteRefusalKind.OfJob) : Task.CompletedTask,
        };

        var result = await Trial.RunAsync(Trial.Plan(3), backend);

        Assert.Equal([JobState.Succeeded, JobState.Failed, JobState.Succeeded], result.Jobs.Select(job => job.State));
        Assert.Contains("the planted reason", Assert.Single(result.Jobs, job => job.Failure is not null).Failure!.Message);
        var row = (await Trial.RowsAsync())[1];
        Assert.Equal(JobState.Failed, row.State);
        Assert.Contains("the planted reason", row.Detail);
    }

    [Fact]
    public async Task A_refusal_of_all_that_many_meet_at_once_is_one_error_and_ends_the_submission()
    {
        using var together = new Barrier(8);
        var backend = new FakeRemoteBackend
        {
            Concurrency = 8,
            OnSubmit = (_, _) => Task.Factory.StartNew(
                () =>
                {
                    together.SignalAndWait(Children.Limit);
                    throw FakeRemoteBackend.Refusal(RemoteRefusalKind.OfAll);
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default),
        };

        var result = await Trial.RunAsync(Trial.Plan(40), backend);

        Assert.False(result.Succeeded);
        Assert.Equal(8, backend.Asked.Count);
        Assert.Single(result.Jobs, job => job.Failure is not null);
        Assert.Equal(32, result.Count(JobState.Planned));
        Assert.All(await Trial.RowsAsync(), row => Assert.True(row.State.IsFinal()));
    }

    [Fact]
    public async Task What_was_not_sent_for_a_refusal_of_all_is_sent_by_the_next_build()
    {
        var refusing = new FakeRemoteBackend { OnSubmit = (_, _) => throw FakeRemoteBackend.Refusal(RemoteRefusalKind.OfAll) };
        await Trial.RunAsync(Trial.Plan(20), refusing);
        var backend = new FakeRemoteBackend();

        Assert.True((await Trial.RunAsync(Trial.Plan(20), backend, continues: true)).Succeeded);

        Assert.Equal(Enumerable.Range(1, 20), backend.Accepted.Select(launch => launch.Job.Index).Order());
    }

    [Fact]
    public async Task Hardware_that_cannot_be_had_is_given_up_once_for_all_jobs()
    {
        var backend = new FakeRemoteBackend
        {
            CandidateCount = 3,
            OnSubmit = (launch, _) => launch.Candidate == 0 ? throw FakeRemoteBackend.Refusal(RemoteRefusalKind.OfHardware) : Task.CompletedTask,
        };

        var result = await Trial.RunAsync(Trial.Plan(20), backend);

        Assert.True(result.Succeeded);
        Assert.All(backend.Accepted, launch => Assert.Equal(1, launch.Candidate));
        Assert.Contains("the planted reason", Assert.Single(Trial.Observer.Calls, call => call.StartsWith("noted no kind 0 can be had", StringComparison.Ordinal)));
        Assert.All(await Trial.RowsAsync(), row => Assert.Equal(1, row.Attempt));
    }

    [Fact]
    public async Task When_no_hardware_can_be_had_the_submission_ends_with_one_error()
    {
        var backend = new FakeRemoteBackend
        {
            Concurrency = 1,
            CandidateCount = 2,
            OnSubmit = (launch, _) => launch.Job.Index == 1 ? Task.CompletedTask : throw FakeRemoteBackend.Refusal(RemoteRefusalKind.OfHardware),
        };

        var result = await Trial.RunAsync(Trial.Plan(10), backend);

        Assert.Equal([(1, 0), (2, 0), (2, 1)], backend.Asked.Select(launch => (launch.Job.Index, launch.Candidate)));
        Assert.Single(result.Jobs, job => job.Failure is not null);
        Assert.Equal((1, 1, 8), (result.Count(JobState.Succeeded), result.Count(JobState.Failed), result.Count(JobState.Planned)));
    }

    [Fact]
    public async Task A_job_whose_hardware_was_gone_when_it_was_to_start_asks_for_the_next_kind_at_once()
    {
        var backend = new FakeRemoteBackend { CandidateCount = 2 };
        backend.Fate = launch => launch.Candidate == 0 ? FakeRemoteBackend.Ended(1, FakeRemoteBackend.NoneLeft) : FakeRemoteBackend.Ended(0);

        var result = await Trial.RunAsync(Trial.Plan(3), backend);

        Assert.True(result.Succeeded);
        Assert.All(result.Jobs, job => Assert.Equal(2, job.Attempts));
        Assert.Equal([0, 0, 0, 1, 1, 1], backend.Accepted.Select(launch => launch.Candidate).Order());
        Assert.Single(Trial.Observer.Calls, call => call.StartsWith("noted no kind 0 can be had (there was none left", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_job_for_which_the_last_kind_was_gone_has_failed()
    {
        var backend = new FakeRemoteBackend { CandidateCount = 2, Fate = _ => FakeRemoteBackend.Ended(1, FakeRemoteBackend.NoneLeft) };

        var result = await Trial.RunAsync(Trial.Plan(1), backend);

        Assert.Equal([0, 1], backend.Accepted.Select(launch => launch.Candidate));
        Assert.Equal(JobState.Failed, result.Jobs[0].State);
    }

    [Fact]
    public async Task Whether_a_job_was_taken_may_not_be_known_and_then_its_row_says_so()
    {
        var backend = new FakeRemoteBackend { Concurrency = 1, OnSubmit = (_, _) => throw new TimeoutException("the planted fault.") };

        var result = await Trial.RunAsync(Trial.Plan(3), backend);

        Assert.Single(backend.Asked);
        var failure = Assert.Single(result.Jobs, job => job.Failure is not null).Failure!;
        Assert.Equal("CAL5103", failure.Descriptor.Code);
        Assert.Contains("could not be found out: the planted fault. Nothing was sent twice", failure.Message);
        Assert.Equal(JobState.Submitting, (await Trial.RowsAsync())[0].State);
        Assert.Equal([RecordedJob.NeverStarted, RecordedJob.NeverStarted], (await Trial.RowsAsync()).Skip(1).Select(row => row.Detail));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_next_build_looks_for_a_job_that_may_have_been_taken(bool wasTaken)
    {
        var backend = new FakeRemoteBackend { Fate = _ => FakeRemoteBackend.Running };
        backend.OnSubmit = (launch, _) =>
        {
            if (wasTaken)
            {
                backend.Take(launch);
            }

            throw new TimeoutException("the planted fault");
        };
        await Trial.RunAsync(Trial.Plan(1), backend);
        backend.OnSubmit = (_, _) => Task.CompletedTask;

        var next = Trial.RunAsync(Trial.Plan(1), backend, continues: true);
        await Trial.Observer.WaitForAsync("started 1");
        await RemoteTrial.UntilAsync(() => !backend.Jobs.IsEmpty);
        backend.Jobs[Assert.Single(backend.Accepted).Name] = FakeRemoteBackend.Ended(0);
        Assert.True((await next).Succeeded);

        Assert.Equal(wasTaken ? 1 : 2, (await Trial.RowsAsync()).Count);
        Assert.Equal(!wasTaken, backend.Calls.Contains("settle 1"));
    }

    [Fact]
    public async Task A_job_that_somebody_stops_while_it_is_sent_is_stopped_as_soon_as_the_backend_has_it()
    {
        var backend = new FakeRemoteBackend { Fate = _ => FakeRemoteBackend.Running };
        backend.OnSubmit = (launch, _) => Trial.StopAsync(launch.Id);

        var result = await Trial.RunAsync(Trial.Plan(1), backend);

        Assert.Contains($"stop {backend.Place}/customJobs/1", backend.Calls);
        Assert.Equal(JobState.Stopped, result.Jobs[0].State);
        Assert.Equal("CAL5101", result.Jobs[0].Failure!.Descriptor.Code);
        Assert.Contains("stopped by ada", result.Jobs[0].Failure!.Message);
    }

    [Fact]
    public async Task That_such_a_job_could_not_be_stopped_is_said_with_where_it_is()
    {
        var backend = new FakeRemoteBackend { Fate = _ => FakeRemoteBackend.Running };
        backend.OnSubmit = async (launch, _) =>
        {
            await Trial.StopAsync(launch.Id);
            backend.Silence = "the planted silence";
        };

        var result = await Trial.RunAsync(Trial.Plan(1), backend);

        Assert.Equal(JobState.Stopped, result.Jobs[0].State);
        Assert.Contains("the planted silence", result.Jobs[0].Failure!.Message);
        Assert.Contains("https://jobs/1", result.Jobs[0].Failure!.Message);
    }

    [Fact]
    public async Task Nothing_is_sent_that_somebody_has_stopped_before()
    {
        var backend = new FakeRemoteBackend { Concurrency = 1 };
        backend.OnSubmit = (launch, _) => launch.Id == 1 ? Trial.StopAsync(2) : Task.CompletedTask;

        var result = await Trial.RunAsync(Trial.Plan(2), backend, new RemoteOptions { PollInterval = TimeSpan.FromMilliseconds(10) });

        Assert.Equal([1], backend.Asked.Select(launch => launch.Job.Index));
        Assert.Equal([JobState.Succeeded, JobState.Stopped], result.Jobs.Select(job => job.State));
    }

    [Fact]
    public async Task No_more_are_under_way_at_once_than_the_backend_has_a_use_for()
    {
        var (now, most) = (0, 0);
        var backend = new FakeRemoteBackend { Concurrency = 3 };
        backend.OnSubmit = async (_, _) =>
        {
            lock (backend)
            {
                most = Math.Max(most, ++now);
            }

            await Task.Delay(5, CancellationToken.None);
            lock (backend)
            {
                now--;
            }
        };

        await Trial.RunAsync(Trial.Plan(30), backend);

        Assert.Equal(3, most);
    }
}
