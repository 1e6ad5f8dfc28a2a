using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Projects;
using Caliban.Core.Tests.Jobs;
using Caliban.Emulator;
using Caliban.Emulator.Faults;

namespace Caliban.Core.Tests.Cloud;

/// <summary>Whatever is wrong is one error with what to do, and after it was mended the same target submits each experiment once.</summary>
public sealed class BadInputTests
{
    private const int Jobs = 24;

    [Fact]
    public async Task A_key_that_was_deleted()
    {
        await using var trial = await CloudTrial.StartAsync();
        trial.Cloud.ForgetAccounts();

        await RefusedAsync(trial, "CAL3073", "account not found", "gcloud auth application-default login");

        trial.Properties["CalibanCloudKey"] = trial.Cloud.WriteServiceAccountKey(trial.Folder);
        await SucceedsAsync(trial);
    }

    [Fact]
    public async Task A_key_whose_private_part_is_damaged()
    {
        await using var trial = await CloudTrial.StartAsync();
        var (path, good) = (trial.Properties["CalibanCloudKey"], await File.ReadAllTextAsync(trial.Properties["CalibanCloudKey"]));
        await File.WriteAllTextAsync(path, good.Replace("-----BEGIN PRIVATE KEY-----\\n", "-----BEGIN PRIVATE KEY-----\\nplanted", StringComparison.Ordinal));

        var failure = await RefusedAsync(trial, "CAL3071", path);

        Assert.DoesNotContain("planted", failure.Message);
        await File.WriteAllTextAsync(path, good);
        await SucceedsAsync(trial);
    }

    [Fact]
    public async Task A_login_that_is_not_accepted_any_more()
    {
        await using var trial = await CloudTrial.StartAsync(new EmulatorOptions { TokenLifetime = TimeSpan.FromTicks(1) });

        await RefusedAsync(trial, "CAL5057", "It came from", "Log in anew");
        Assert.Empty(trial.Cloud.Jobs);
    }

    [Fact]
    public async Task A_login_of_another_kind()
    {
        await using var trial = await CloudTrial.StartAsync();
        var good = trial.Properties["CalibanCloudKey"];
        trial.Properties["CalibanCloudKey"] = trial.Write("client.json", """{"type": "gdch_service_account", "private_key": "planted"}""");

        var mistake = Assert.Single((await Assert.ThrowsAsync<DiagnosticException>(trial.DeclareAsync)).Diagnostics);

        Assert.Equal("CAL3072", mistake.Descriptor.Code);
        Assert.Contains("service_account", mistake.Message);
        Assert.False(File.Exists(Path.Combine(trial.Folder, "caliban.db")));
        trial.Properties["CalibanCloudKey"] = good;
        await SucceedsAsync(trial);
    }

    [Fact]
    public async Task A_caller_who_may_not_submit()
    {
        await using var trial = await CloudTrial.StartAsync();
        trial.Cloud.Project.Deny("aiplatform.customJobs.create");

        await RefusedAsync(trial, "CAL5056", "aiplatform.customJobs.create", "roles/aiplatform.user");

        trial.Cloud.Project.Allow("aiplatform.customJobs.create");
        await SucceedsAsync(trial);
    }

    [Fact]
    public async Task A_project_of_somebody_else()
    {
        await using var trial = await CloudTrial.StartAsync();
        trial.Properties["CalibanProjectId"] = "not-mine";

        await RefusedAsync(trial, "CAL5056", "not-mine");

        trial.Properties["CalibanProjectId"] = trial.Cloud.Project.Id;
        await SucceedsAsync(trial);
    }

    [Fact]
    public async Task An_API_that_is_not_enabled()
    {
        await using var trial = await CloudTrial.StartAsync();
        trial.Cloud.Project.Disable("aiplatform.googleapis.com");

        await RefusedAsync(trial, "CAL5055", "https://console", "gcloud services enable aiplatform.googleapis.com");

        trial.Cloud.Project.Enable("aiplatform.googleapis.com");
        await SucceedsAsync(trial);
    }

    [Fact]
    public async Task A_region_that_the_service_does_not_know()
    {
        await using var trial = await CloudTrial.StartAsync(new EmulatorOptions { Regions = ["us-central1"] });
        trial.Properties["CalibanRegion"] = "mars-central9";

        await RefusedAsync(trial, null, "mars-central9");

        trial.Properties["CalibanRegion"] = "us-central1";
        await SucceedsAsync(trial);
    }

    [Fact]
    public async Task A_region_whose_server_has_no_address_is_no_dead_end()
    {
        await using var trial = await CloudTrial.StartAsync();
        trial.Properties["CalibanVertexEndpoint"] = "https://{region}-aiplatform.invalid";
        trial.Properties["CalibanRegion"] = "mars-central9";

        await RefusedAsync(trial, "CAL5066", "mars-central9-aiplatform.invalid");

        // Nothing can be there, so the next build must not ask that server first.
        Assert.All(await trial.RowsAsync(), row => Assert.True(row.State.IsFinal()));
        trial.Properties["CalibanRegion"] = "us-central1";
        trial.Properties["CalibanVertexEndpoint"] = trial.Cloud.Url;
        await SucceedsAsync(trial);
    }

    [Fact]
    public async Task A_quota_of_zero()
    {
        await using var trial = await CloudTrial.StartAsync();
        trial.GpuSpecs.Add(new DeclaredItem("GpuSpec", "1xT4", trial.ProjectFile));
        trial.Cloud.SetQuota("us-central1", "nvidia_t4_gpus", 0);

        await RefusedAsync(trial, "CAL5060", "aiplatform.googleapis.com/custom_model_training_nvidia_t4_gpus", "Raise it at https://console");

        trial.Cloud.SetQuota("us-central1", "nvidia_t4_gpus", 100);
        await SucceedsAsync(trial);
    }

    [Fact]
    public async Task More_labels_than_there_may_be()
    {
        await using var trial = await CloudTrial.StartAsync();
        var plan = trial.Plan(1);
        plan = plan with { Jobs = [plan.Jobs[0] with { Arguments = [.. Enumerable.Range(1, 100).SelectMany(index => new[] { $"--flag{index}", new string('x', 100) })] }] };

        Assert.True((await trial.RunAsync(plan)).Succeeded);

        Assert.Equal("CAL5032", Assert.Single(trial.Observer.Reported).Descriptor.Code);
        var job = Assert.Single(trial.Cloud.Jobs);
        Assert.Equal(64, job.Labels.Count);
        Assert.Equal(plan.Jobs[0].Arguments, job.Arguments);
        Assert.Contains("caliban_job", job.Labels.Keys);
    }

    [Fact]
    public async Task An_image_that_does_not_exist()
    {
        var hasImage = false;
        await using var trial = await CloudTrial.StartAsync(new EmulatorOptions { HasImage = _ => hasImage });

        var result = await trial.RunAsync(trial.Plan(2));

        Assert.All(result.Jobs, job => Assert.Equal((JobState.Failed, "CAL5100"), (job.State, job.Failure!.Descriptor.Code)));
        Assert.Contains("does not exist", result.Jobs[0].Failure!.Message);
        Assert.All(await trial.RowsAsync(), row => Assert.Equal(JobState.Failed, row.State));
        hasImage = true;
        Assert.True((await trial.RunAsync(trial.Plan(2), new RecordingObserver())).Succeeded);
    }

    [Fact]
    public async Task A_server_that_never_answers()
    {
        await using var trial = await CloudTrial.StartAsync();
        trial.Connection = trial.Connection with { AnswerTime = TimeSpan.FromMilliseconds(300) };
        trial.Cloud.Faults.Add(new Fault(FaultKind.NeverAnswer));

        await RefusedAsync(trial, "CAL5103", "did not answer within 0.3 s", "Run the same target again");

        // Whether they are there only the server knows.
        Assert.Contains(await trial.RowsAsync(), row => row.State == JobState.Submitting);
        trial.Cloud.Faults.Clear();
        trial.Connection = trial.Connection with { AnswerTime = TimeSpan.FromSeconds(30) };
        await SucceedsAsync(trial);
    }

    [Fact]
    public async Task A_server_that_takes_jobs_and_never_answers_again()
    {
        await using var trial = await CloudTrial.StartAsync();
        trial.Connection = trial.Connection with { AnswerTime = TimeSpan.FromMilliseconds(300) };
        trial.Cloud.Faults.Add(new Fault(FaultKind.LoseAnswer) { Operation = CloudOperation.CreateJob });
        trial.Cloud.Faults.Add(new Fault(FaultKind.NeverAnswer) { Operation = CloudOperation.ListJobs });

        await RefusedAsync(trial, "CAL5103");

        Assert.NotEmpty(trial.Cloud.Jobs);
        trial.Cloud.Faults.Clear();
        trial.Connection = trial.Connection with { AnswerTime = TimeSpan.FromSeconds(30) };
        await SucceedsAsync(trial);
    }

    [Fact]
    public async Task A_token_server_that_never_answers()
    {
        await using var trial = await CloudTrial.StartAsync();
        trial.Connection = trial.Connection with { AnswerTime = TimeSpan.FromMilliseconds(300) };
        trial.Cloud.Faults.Add(new Fault(FaultKind.NeverAnswer) { Operation = CloudOperation.ExchangeGrant });

        await RefusedAsync(trial, "CAL3076", "proxy");

        trial.Cloud.Faults.Clear();
        trial.Connection = trial.Connection with { AnswerTime = TimeSpan.FromSeconds(30) };
        await SucceedsAsync(trial);
    }

    [Fact]
    public async Task A_server_that_is_not_there()
    {
        await using var trial = await CloudTrial.StartAsync();
        await trial.Cloud.StopAsync();

        await RefusedAsync(trial, "CAL3076", "Check the network");

        await trial.Cloud.ResumeAsync();
        await SucceedsAsync(trial);
    }

    [Fact]
    public async Task A_proxy_that_answers_in_place_of_the_service()
    {
        await using var trial = await CloudTrial.StartAsync();
        trial.Cloud.Faults.Add(new Fault(FaultKind.BadGateway));

        await RefusedAsync(trial, "CAL5103", "502");

        trial.Cloud.Faults.Clear();
        await SucceedsAsync(trial);
    }

    /// <summary>The build fails with one error, and no row of the history is in a state that leads nowhere.</summary>
    /// <param name="code">Null for any.</param>
    private static async Task<Diagnostic> RefusedAsync(CloudTrial trial, string? code, params string[] words)
    {
        var result = await trial.RunAsync(trial.Plan(Jobs));

        Assert.False(result.Succeeded);
        Assert.False(result.WasCanceled);
        var failure = Assert.Single(result.Jobs, job => job.Failure is not null).Failure!;
        Assert.True(code is null || code == failure.Descriptor.Code, failure.ToString());
        Assert.Matches("^CAL[0-9]{4}$", failure.Descriptor.Code);
        Assert.NotEmpty(failure.Descriptor.Remedy);
        Assert.All(words, word => Assert.Contains(word, failure.Message));
        Assert.DoesNotContain("PRIVATE KEY", failure.Message);
        Assert.All(await trial.RowsAsync(), row => Assert.True(row.State is JobState.Submitting || row.State.IsFinal(), row.State.ToString()));
        await using var history = await trial.HistoryAsync();
        Assert.Empty(await history.OpenRunsAsync(CancellationToken.None));
        return failure;
    }

    private static async Task SucceedsAsync(CloudTrial trial)
    {
        var observer = new RecordingObserver();

        var result = await trial.RunAsync(trial.Plan(Jobs), observer);

        Assert.True(result.Succeeded, string.Join('\n', [.. result.Jobs.Select(job => job.Failure?.Message).OfType<string>(), .. observer.Calls]));
        trial.AssertEachOnce(Jobs);
    }
}
