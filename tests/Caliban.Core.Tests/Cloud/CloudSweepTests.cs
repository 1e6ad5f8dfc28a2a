using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Projects;
using Caliban.Core.Tests.Jobs;
using Caliban.Emulator;
using Caliban.Emulator.Faults;
using Caliban.Emulator.Jobs;
using JobState = Caliban.Core.History.JobState;

namespace Caliban.Core.Tests.Cloud;

/// <summary>Sweeps at Vertex AI from beginning to end, against the emulator.</summary>
public sealed class CloudSweepTests
{
    [Fact]
    public async Task Every_experiment_is_submitted_once_and_followed_to_its_end()
    {
        await using var trial = await CloudTrial.StartAsync();

        var result = await trial.RunAsync(trial.Plan(30));

        Assert.True(result.Succeeded);
        trial.AssertEachOnce(30);
        var rows = await trial.RowsAsync();
        Assert.All(rows, row => Assert.Equal((JobState.Succeeded, "vertex"), (row.State, row.Backend)));
        Assert.Equal(
            trial.Cloud.Jobs.Select(job => $"projects/{trial.Cloud.Project.Id}/locations/us-central1/customJobs/{job.Id}").Order(),
            rows.Select(row => row.Resource).Order());
        Assert.Equal(rows.Select(row => row.RemoteName).Order(), trial.Cloud.Jobs.Select(job => job.Labels["caliban_job"]).Order());
        Assert.Empty(trial.Cloud.Requests.Refused);
    }

    [Fact]
    public async Task A_failed_job_is_an_error_with_its_exit_code_and_its_output_is_saved()
    {
        await using var trial = await CloudTrial.StartAsync(new EmulatorOptions { Rules = [new JobRule(job => job.Arguments[1] == "2", JobFate.Fail(3))] });

        var result = await trial.RunAsync(trial.Plan(3));

        Assert.Equal([JobState.Succeeded, JobState.Failed, JobState.Succeeded], result.Jobs.Select(job => job.State));
        var failed = Assert.Single(result.Jobs, job => job.Failure is not null);
        Assert.Equal((3, "CAL5100"), (failed.ExitCode!.Value, failed.Failure!.Descriptor.Code));
        Assert.Contains("non-zero status of 3", failed.Failure.Message);
        Assert.True(File.Exists(failed.LogPath));
    }

    [Theory]
    [InlineData(FaultKind.LoseAnswer, false)]
    [InlineData(FaultKind.CloseConnection, false)]
    [InlineData(FaultKind.Unavailable, false)]
    [InlineData(FaultKind.Unavailable, true)]
    [InlineData(FaultKind.Internal, true)]
    [InlineData(FaultKind.BadGateway, false)]
    [InlineData(FaultKind.BadGateway, true)]
    [InlineData(FaultKind.Garbage, false)]
    [InlineData(FaultKind.HalfBody, false)]
    public async Task Each_experiment_is_there_once_although_every_second_answer_goes_wrong(FaultKind kind, bool accepts)
    {
        await using var trial = await CloudTrial.StartAsync();
        trial.Cloud.Faults.Add(new Fault(kind) { Operation = CloudOperation.CreateJob, Probability = 0.5, Accepts = accepts });

        var result = await trial.RunAsync(trial.Plan(24));

        Assert.True(result.Succeeded, string.Join('\n', trial.Observer.Calls));
        trial.AssertEachOnce(24);
        Assert.True(trial.Cloud.Faults.Hits > 3);
    }

    [Fact]
    public async Task Nothing_is_lost_or_doubled_when_everything_goes_wrong_now_and_then()
    {
        await using var trial = await CloudTrial.StartAsync(new EmulatorOptions { Seed = 7 });
        foreach (var kind in (FaultKind[])[FaultKind.LoseAnswer, FaultKind.CloseConnection, FaultKind.Unavailable, FaultKind.BadGateway, FaultKind.Garbage, FaultKind.HalfBody])
        {
            trial.Cloud.Faults.Add(new Fault(kind) { Probability = 0.04 });
        }

        var result = await trial.RunAsync(trial.Plan(60));

        Assert.True(result.Succeeded, string.Join('\n', trial.Observer.Calls));
        trial.AssertEachOnce(60);
        Assert.True(trial.Cloud.Faults.Hits > 10);
    }

    [Fact]
    public async Task A_submission_that_is_stopped_again_and_again_has_each_experiment_once()
    {
        await using var trial = await CloudTrial.StartAsync(new EmulatorOptions { Latency = TimeSpan.FromMilliseconds(20), Times = new JobTimes { Running = TimeSpan.FromSeconds(1) } });
        trial.Cloud.Faults.Add(new Fault(FaultKind.LoseAnswer) { Operation = CloudOperation.CreateJob, Probability = 0.3 });
#pragma warning disable CA5394 // repeatable, not secret
        var random = new Random(3);
        var stops = 0;
        for (var submitted = 0; submitted < 80 && stops < 20; stops++)
        {
#pragma warning disable CA2000 // disposed of by the using
            using var stop = new CancellationTokenSource();
#pragma warning restore CA2000
            var observer = new RecordingObserver();
            var sweep = trial.RunAsync(trial.Plan(80), observer, stop.Token);
            var enough = trial.Cloud.Jobs.Count + random.Next(1, 8);
#pragma warning restore CA5394
            while (!sweep.IsCompleted && trial.Cloud.Jobs.Count < enough)
            {
                await Task.Delay(5);
            }

            await stop.CancelAsync();
            await sweep;
            submitted = trial.Cloud.Jobs.Count;
        }

        var result = await trial.RunAsync(trial.Plan(80), new RecordingObserver());

        Assert.True(result.Succeeded, result.Headline);
        Assert.True(stops >= 3, $"stopped {stops} times");
        trial.AssertEachOnce(80);
        Assert.Equal(80, (await trial.RowsAsync()).Count(row => row.State == JobState.Succeeded));
    }

    [Fact]
    public async Task The_same_target_says_what_it_goes_on_with()
    {
        await using var trial = await CloudTrial.StartAsync(new EmulatorOptions { Times = new JobTimes { Running = null } });
        await StopAfterAsync(trial, 5);
        var observer = new RecordingObserver();
        var next = trial.RunAsync(trial.Plan(5), observer);
        await observer.WaitForAsync("noted 5 of the experiments were submitted before and have not ended; they are watched, not submitted again");

        foreach (var job in trial.Cloud.Jobs)
        {
            trial.Cloud.Finish(job);
        }

        Assert.True((await next).Succeeded);
        Assert.Contains(observer.Calls, call => call.StartsWith("preparing going on with group ", StringComparison.Ordinal) && call.EndsWith(": 0 succeeded, 5 run or wait, 0 to be submitted", StringComparison.Ordinal));
        trial.AssertEachOnce(5);
    }

    [Fact]
    public async Task A_sweep_that_has_ended_is_run_anew()
    {
        await using var trial = await CloudTrial.StartAsync();
        await trial.RunAsync(trial.Plan(2));

        Assert.True((await trial.RunAsync(trial.Plan(2))).Succeeded);

        Assert.Equal(4, trial.Cloud.Jobs.Count);
    }

    [Fact]
    public async Task What_was_left_of_experiments_that_nobody_wants_any_more_does_not_hold_back_others()
    {
        await using var trial = await CloudTrial.StartAsync();
        trial.Cloud.Faults.Add(new Fault(FaultKind.NeverAnswer) { Operation = CloudOperation.CreateJob, After = 2 });
        using var stop = new CancellationTokenSource();
        var stopped = trial.RunAsync(trial.Plan(40), cancellation: stop.Token);
        while (trial.Cloud.Jobs.Count < 2)
        {
            await Task.Delay(10);
        }

        await stop.CancelAsync();
        await stopped;
        trial.Cloud.Faults.Clear();
        await trial.RunAsync(trial.Plan(2), new RecordingObserver());
        var before = trial.Cloud.Jobs.Count;
        var observer = new RecordingObserver();

        await trial.RunAsync(trial.Plan(2), observer);

        Assert.Equal(before + 2, trial.Cloud.Jobs.Count);
        Assert.DoesNotContain(observer.Calls, call => call.Contains("going on with group", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_sweeps_of_one_history_at_once_submit_each_experiment_once()
    {
        await using var trial = await CloudTrial.StartAsync(new EmulatorOptions { Times = new JobTimes { Running = null }, Latency = TimeSpan.FromMilliseconds(20) });
        var other = new RecordingObserver();
        var one = trial.RunAsync(trial.Plan(30));
        await trial.Observer.WaitForAsync("started 30");
        var two = trial.RunAsync(trial.Plan(32), other);
        await other.WaitForAsync("job 32 started");
        while (trial.Cloud.Jobs.Count < 32)
        {
            await Task.Delay(20);
        }

        foreach (var job in trial.Cloud.Jobs)
        {
            trial.Cloud.Finish(job);
        }

        Assert.True((await one).Succeeded);
        Assert.True((await two).Succeeded);
        trial.AssertEachOnce(32);
    }

    [Fact]
    public async Task When_the_quota_does_not_suffice_the_next_hardware_is_asked_for()
    {
        await using var trial = await CloudTrial.StartAsync();
        trial.GpuSpecs.AddRange([new DeclaredItem("GpuSpec", "1xV100", trial.ProjectFile), new DeclaredItem("GpuSpec", "1xT4", trial.ProjectFile)]);
        trial.Cloud.SetQuota("us-central1", "nvidia_v100_gpus", 0);

        var result = await trial.RunAsync(trial.Plan(5));

        Assert.True(result.Succeeded);
        trial.AssertEachOnce(5);
        Assert.Single(trial.Observer.Calls, call => call.StartsWith("noted no 1 V100 GPU on", StringComparison.Ordinal) && call.Contains("nvidia_v100_gpus", StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_no_machine_was_left_the_next_hardware_is_asked_for()
    {
        await using var trial = await CloudTrial.StartAsync(new EmulatorOptions
        {
            Rules = [new JobRule(job => job.Spec.GetRawText().Contains("V100", StringComparison.Ordinal), JobFate.Stockout)],
        });
        trial.GpuSpecs.AddRange([new DeclaredItem("GpuSpec", "1xV100", trial.ProjectFile), new DeclaredItem("GpuSpec", "1xT4", trial.ProjectFile)]);

        var result = await trial.RunAsync(trial.Plan(2));

        Assert.True(result.Succeeded);
        Assert.Equal(4, trial.Cloud.Jobs.Count);
        Assert.Equal(2, trial.Cloud.Jobs.Count(job => job.State == Emulator.Jobs.JobState.Succeeded));
    }

    [Fact]
    public async Task Nothing_new_is_sent_while_earlier_jobs_cannot_be_asked_about()
    {
        await using var trial = await CloudTrial.StartAsync(new EmulatorOptions { Times = new JobTimes { Running = null } });
        await StopAfterAsync(trial, 3);
        trial.Cloud.Project.Deny("aiplatform.customJobs.list");

        var refused = await Assert.ThrowsAsync<DiagnosticException>(() => trial.RunAsync(trial.Plan(3), new RecordingObserver()));

        var diagnostic = Assert.Single(refused.Diagnostics);
        Assert.Equal("CAL5106", diagnostic.Descriptor.Code);
        Assert.Contains("aiplatform.customJobs.list", diagnostic.Message);
        Assert.Equal(3, trial.Cloud.Jobs.Count);
        Assert.All(await trial.RowsAsync(), row => Assert.False(row.State.IsFinal()));
    }

    [Fact]
    public async Task Earlier_jobs_whose_logs_cannot_be_read_hold_nothing_back()
    {
        await using var trial = await CloudTrial.StartAsync(new EmulatorOptions { Times = new JobTimes { Running = null } });
        await StopAfterAsync(trial, 2);
        trial.Cloud.Finish(trial.Cloud.Jobs.First());
        trial.Cloud.Finish(trial.Cloud.Jobs.Last(), JobFate.Fail(4));
        trial.Cloud.Project.Deny("logging.logEntries.list");
        var observer = new RecordingObserver();

        var next = trial.RunAsync(trial.Plan(2), observer);
        while (!next.IsCompleted && trial.Cloud.Jobs.Count < 4)
        {
            await Task.Delay(10);
        }

        foreach (var job in trial.Cloud.Jobs.Skip(2))
        {
            trial.Cloud.Finish(job);
        }

        Assert.True((await next).Succeeded);
        Assert.Equal([(JobState.Succeeded, 0), (JobState.Failed, 4)], (await trial.RowsAsync()).Take(2).Select(row => (row.State, row.ExitCode!.Value)).OrderBy(row => row.Item2));
    }

    [Fact]
    public async Task A_name_that_leaves_no_room_for_the_number_is_shortened()
    {
        await using var trial = await CloudTrial.StartAsync();
        trial.Properties["CalibanName"] = new string('n', 128);

        Assert.True((await trial.RunAsync(trial.Plan(11))).Succeeded);

        Assert.All(trial.Cloud.Jobs, job => Assert.Equal(128, job.DisplayName.Length));
        Assert.Equal(11, trial.Cloud.Jobs.Select(job => job.DisplayName).Distinct().Count());
    }

    [Fact]
    public async Task The_requests_say_what_was_declared()
    {
        await using var trial = await CloudTrial.StartAsync();
        trial.JobLabels.Add(new DeclaredItem("JobLabel", "team=vision", trial.ProjectFile));
        var plan = trial.Plan(1) with { Environment = [new Caliban.Core.Jobs.JobVariable("MODE", "fast"), new Caliban.Core.Jobs.JobVariable("SECRET_TOKEN", null)], JobTimeout = TimeSpan.FromHours(2) };
        trial.Variables["SECRET_TOKEN"] = "planted";

        await trial.RunAsync(plan);

        var request = Assert.Single(trial.Cloud.Requests.Of(CloudOperation.CreateJob));
        var job = Assert.Single(trial.Cloud.Jobs);
        Assert.Equal(("vision", CloudTrial.Image), (job.Labels["team"], job.Image));
        Assert.Equal("fast", job.Environment["MODE"]);
        Assert.DoesNotContain("SECRET_TOKEN", request.Body);
        Assert.DoesNotContain("planted", request.Body);
        Assert.Equal("7200s", job.Spec.GetProperty("scheduling").GetProperty("timeout").GetString());
    }

    /// <summary>A build that is stopped when so many jobs run.</summary>
    private static async Task StopAfterAsync(CloudTrial trial, int jobs)
    {
        using var stop = new CancellationTokenSource();
        var sweep = trial.RunAsync(trial.Plan(jobs), cancellation: stop.Token);
        await trial.Observer.WaitForAsync($"job {jobs} started");
        while (trial.Observer.Calls.Count(call => call.EndsWith(" started", StringComparison.Ordinal)) < jobs)
        {
            await Task.Delay(10);
        }

        await stop.CancelAsync();
        Assert.True((await sweep).WasCanceled);
    }
}
