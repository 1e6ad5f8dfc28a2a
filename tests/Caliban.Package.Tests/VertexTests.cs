using Caliban.Emulator;
using Caliban.Emulator.Jobs;
using Caliban.Emulator.Quotas;
using Caliban.Package.Tests.Support;
using Caliban.Testing;
using Caliban.Testing.Registries;

namespace Caliban.Package.Tests;

/// <summary>The target CalibanCloud out of the package, against an emulated Google Cloud.</summary>
public sealed class VertexTests
{
    private static EmulatorOptions Quick => new() { Times = new JobTimes { Pending = TimeSpan.FromSeconds(0.2), Running = TimeSpan.FromSeconds(1) } };

    [PushFact]
    public async Task An_image_is_pushed_and_jobs_are_submitted_and_followed_to_success()
    {
        await using var registry = await RealRegistry.StartAsync();
        await using var trial = await CloudTrial.CreateAsync(3, Quick, items: $"""<BaseImage Include="{DockerFactAttribute.BaseImage}" />""");

        var result = (await trial.Verb("CalibanCloud", "-p:GpuSpec=2xV100", $"-p:CalibanRepository={registry.Address}/team/image").RunAsync(TimeSpan.FromMinutes(10))).ShouldSucceed();

        result.ShouldSay("jobs go to projects/caliban-emulator/locations/us-central1: 2 V100 GPUs on n1-standard-8", "3 of 3 experiments succeeded", "gcloud ai custom-jobs stream-logs");
        trial.ShouldHaveEachOnce(3);
        Assert.All(trial.Cloud.Jobs, job => Assert.StartsWith($"{registry.Address}/team/image@sha256:", job.Image, StringComparison.Ordinal));
    }

    [LinuxFact]
    public async Task A_job_that_fails_is_one_error_with_its_exit_code_and_the_build_fails()
    {
        await using var trial = await CloudTrial.CreateAsync(3, Quick with { Rules = [JobRule.Argument("2", JobFate.Fail(3))] });

        var result = (await trial.Submit().RunAsync()).ShouldFail();

        result.ShouldSayTimes(1, "error CAL5100");
        result.ShouldSay("failed on vertex with exit code 3", "2 of 3 experiments succeeded, 1 failed");
    }

    [LinuxFact]
    public async Task A_submission_that_nobody_waits_for_is_looked_after_by_the_verbs()
    {
        await using var trial = await CloudTrial.CreateAsync(2, new EmulatorOptions { Times = new JobTimes { Running = TimeSpan.FromMinutes(10) } });

        (await trial.Submit("-p:CalibanCloudWait=false", "-p:CalibanXGroup=away").RunAsync()).ShouldSucceed().ShouldSay("2 submitted");
        var status = (await trial.Verb("CalibanStatus", "-p:CalibanXGroup=away", "-getTargetResult:CalibanStatus").RunAsync()).ShouldSucceed().Returned("CalibanStatus");
        (await trial.Verb("CalibanStop", "-p:CalibanXGroup=away", "-p:CalibanYes=true").RunAsync()).ShouldSucceed();
        var after = (await trial.Verb("CalibanStatus", "-p:CalibanXGroup=away", "-getTargetResult:CalibanStatus").RunAsync()).ShouldSucceed().Returned("CalibanStatus");

        Assert.All(status, job => Assert.Equal("vertex", job["Backend"]));
        Assert.All(status, job => Assert.Contains("/customJobs/", job["Resource"], StringComparison.Ordinal));
        Assert.All(after, job => Assert.Equal("Stopped", job["State"]));
        Assert.All(trial.Cloud.Jobs, job => Assert.Contains(job.State, new[] { JobState.Cancelling, JobState.Cancelled }));
    }

    [LinuxFact]
    public async Task Logs_come_out_of_the_cloud_and_what_failed_is_resubmitted()
    {
        await using var trial = await CloudTrial.CreateAsync(2, Quick with { Rules = [JobRule.Argument("2", JobFate.Fail())] });
        (await trial.Submit("-p:CalibanXGroup=again").RunAsync()).ShouldFail();

        var logs = (await trial.Verb("CalibanLogs", "-p:CalibanXGroup=again").RunAsync()).ShouldSucceed();
        var again = (await trial.Verb("CalibanResubmit", CloudTrial.Image, "-p:CalibanXGroup=again", "-p:CalibanYes=true").RunAsync()).ShouldFail();

        logs.ShouldSay("==>");
        again.ShouldSay("0 of 1 experiment succeeded, 1 failed");
        Assert.Equal(3, trial.Cloud.Jobs.Count);
    }

    [LinuxFact]
    public async Task A_stopped_submission_goes_on_with_the_same_target()
    {
        await using var trial = await CloudTrial.CreateAsync(
            40, new EmulatorOptions { Latency = TimeSpan.FromMilliseconds(100), Rates = new RateLimits(), Times = new JobTimes { Running = TimeSpan.FromSeconds(20) } });
        await using (var first = LiveCommand.StartInterruptible(trial.Submit("-p:CalibanSubmissionsPerMinute=60")))
        {
            await first.WaitForAsync("submitted: https://");
            await first.SignalAsync("INT");
            (await first.EndAsync()).ShouldFail().ShouldSay("CAL5104");
        }

        Assert.InRange(trial.Cloud.Jobs.Count, 1, 39);
        var second = (await trial.Submit("-p:CalibanCloudWait=false").RunAsync()).ShouldSucceed();

        second.ShouldSay("going on with group");
        trial.ShouldHaveEachOnce(40);
    }

    [LinuxFact]
    public async Task The_next_hardware_is_asked_for_when_the_quota_of_the_first_is_used_up()
    {
        await using var trial = await CloudTrial.CreateAsync(2, Quick);
        trial.Cloud.SetQuota("us-central1", "nvidia_v100_gpus", 0);

        var result = (await trial.Submit("-p:GpuSpec=2xV100%3B1xT4").RunAsync()).ShouldSucceed();

        result.ShouldSay("no 2 V100 GPUs on n1-standard-8 in us-central1 can be had", "1 T4 GPU on", "is asked for instead", "2 of 2 experiments succeeded");
        trial.ShouldHaveEachOnce(2);
    }

    [LinuxFact]
    public async Task A_stockout_is_followed_by_the_next_hardware()
    {
        await using var trial = await CloudTrial.CreateAsync(
            1, Quick with { Rules = [new JobRule(job => job.Spec.ToString().Contains("NVIDIA_TESLA_V100", StringComparison.Ordinal), JobFate.Stockout)] });

        var result = (await trial.Submit("-p:GpuSpec=2xV100%3B1xT4").RunAsync()).ShouldSucceed();

        result.ShouldSay("is asked for instead", "1 of 1 experiment succeeded");
    }

    [LinuxFact]
    public async Task A_dry_run_shows_each_request_and_asks_nobody()
    {
        await using var trial = await CloudTrial.CreateAsync(2, Quick);

        var result = (await trial.Submit("-p:GpuSpec=2xV100", "-p:CalibanDryRun=true").RunAsync()).ShouldSucceed();

        result.ShouldSay("\"acceleratorType\": \"NVIDIA_TESLA_V100\"", "2 jobs, none of them submitted: this is a dry run.");
        Assert.Empty(trial.Cloud.Requests);
    }

    [LinuxFact]
    public async Task Requests_are_exported_instead_of_sent()
    {
        await using var trial = await CloudTrial.CreateAsync(2, Quick);

        (await trial.Submit("-p:CalibanExport=out/jobs.yaml").RunAsync()).ShouldSucceed();

        Assert.Contains("displayName:", await File.ReadAllTextAsync(Path.Combine(trial.Consumer.Folder, "out", "jobs_1.yaml")), StringComparison.Ordinal);
        Assert.Empty(trial.Cloud.Jobs);
    }

    [LinuxFact]
    public async Task An_impossible_choice_is_an_error_at_the_item_before_anything_is_sent()
    {
        await using var trial = await CloudTrial.CreateAsync(1, Quick, items: """<GpuSpec Include="3xV100" />""");

        var result = (await trial.Submit().RunAsync()).ShouldFail();

        result.ShouldSay("3 GPUs of type V100 aren't available for any machine type. Try one of the following counts: {1, 2, 4, 8}", $"{trial.Consumer.Name}.csproj(");
        Assert.Empty(trial.Cloud.Requests);
    }

    [LinuxFact]
    public async Task No_planted_secret_is_in_a_request_a_log_a_binary_log_or_the_history()
    {
        await using var trial = await CloudTrial.CreateAsync(2, Quick, items: """<JobEnvironment Include="PLANTED_TOKEN" /><JobEnvironment Include="SHOWN" Value="shown" />""");
        var planted = $"planted-{Guid.NewGuid():N}";
        var privateKey = (await File.ReadAllTextAsync(trial.Key)).Split("\\n")[1];
        var command = trial.Submit("-bl:cloud.binlog", "-v:diag");
        command.Environment["PLANTED_TOKEN"] = planted;

        var result = (await command.RunAsync()).ShouldSucceed();

        foreach (var secret in (string[])[planted, privateKey])
        {
            Assert.DoesNotContain(secret, result.All(), StringComparison.Ordinal);
            Assert.Equal("", await FileSearch.FindAsync(trial.Consumer.Folder, secret));
            Assert.All(trial.Cloud.Requests, request => Assert.DoesNotContain(secret, request.Body, StringComparison.Ordinal));
        }

        // The search finds what is there.
        Assert.Contains(trial.Cloud.Requests, request => request.Body.Contains("shown", StringComparison.Ordinal));
    }
}
