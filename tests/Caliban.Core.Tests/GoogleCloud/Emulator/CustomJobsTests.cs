using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Caliban.Emulator;
using Caliban.Emulator.Jobs;

namespace Caliban.Core.Tests.GoogleCloud.Emulator;

public sealed class CustomJobsTests
{
    private static readonly JobTimes Times = new()
    {
        Queued = TimeSpan.FromSeconds(1), Pending = TimeSpan.FromSeconds(2), Running = TimeSpan.FromSeconds(3), Cancelling = TimeSpan.FromSeconds(4),
    };

    private readonly ManualClock _clock = new();

    [Fact]
    public async Task A_job_is_answered_with_a_name_that_holds_the_number_of_the_project()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);

        var reply = await client.CreateAsync(JobBody.Of("my job", ("a", "b")));

        Assert.Matches(@"^projects/123456789012/locations/us-central1/customJobs/\d{19}$", reply.Name);
        Assert.Equal("my job", reply.Json.GetProperty("displayName").GetString());
        Assert.Equal("b", reply.Json.GetProperty("labels").GetProperty("a").GetString());
        Assert.Equal("--lr", reply.Json.GetProperty("jobSpec").GetProperty("workerPoolSpecs")[0].GetProperty("containerSpec").GetProperty("args")[0].GetString());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$", reply.Json.GetProperty("createTime").GetString());
    }

    [Fact]
    public async Task A_job_is_found_by_the_name_it_was_answered_with_and_by_the_id_of_the_project()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        var made = await client.CreateAsync();

        Assert.Equal(made.Name, (await client.GetAsync($"/v1/{made.Name}")).Name);
        Assert.Equal(made.Name, (await client.GetAsync($"{client.Jobs}/{made.Id}")).Name);
    }

    [Theory]
    [InlineData("GET", "us-central1", "")]
    [InlineData("GET", "europe-west4", "")]
    [InlineData("POST", "us-central1", ":cancel")]
    [InlineData("DELETE", "us-central1", "")]
    public async Task A_job_that_does_not_exist_in_a_region_is_not_found(string method, string region, string verb)
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        var id = region == "us-central1" ? "1" : (await client.CreateAsync()).Id;

        var reply = await client.SendAsync(new HttpMethod(method), $"/v1/projects/{client.Project}/locations/{region}/customJobs/{id}{verb}");

        Assert.Equal("404 NOT_FOUND", reply.Refusal);
        Assert.Equal($"The CustomJob \"projects/123456789012/locations/{region}/customJobs/{id}\" does not exist.", reply.Message);
    }

    [Fact]
    public async Task A_job_goes_through_its_states_as_time_passes()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync(new EmulatorOptions { Clock = _clock, Times = Times });
        using var client = new EmulatorClient(cloud);
        var states = new List<string> { (await client.CreateAsync()).State };
        for (var second = 1; second <= 6; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            states.Add(cloud.Jobs.Single().State.ToString());
        }

        Assert.Equal(["JOB_STATE_QUEUED", "Pending", "Pending", "Running", "Running", "Running", "Succeeded"], states);
        var ended = await client.GetAsync($"{client.Jobs}/{cloud.Jobs.Single().Id}");
        Assert.Equal(3, (Time(ended, "endTime") - Time(ended, "startTime")).TotalSeconds);
        Assert.Equal(Time(ended, "endTime"), Time(ended, "updateTime"));
    }

    [Fact]
    public async Task A_job_without_a_time_to_run_ends_when_it_is_told_to()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync(new EmulatorOptions { Clock = _clock, Times = new JobTimes { Running = null } });
        using var client = new EmulatorClient(cloud);
        await client.CreateAsync();
        _clock.Advance(TimeSpan.FromDays(1));
        var job = cloud.Jobs.Single();
        var before = job.State;

        cloud.Finish(job, JobFate.Fail(9));

        Assert.Equal((JobState.Running, JobState.Failed), (before, job.State));
    }

    [Theory]
    [InlineData("exit:3", "JOB_STATE_FAILED", 3, "The replica workerpool0-0 exited with a non-zero status of 3. To find out more about why your job exited please check the logs: https://console.cloud.google.com/logs/viewer?project=123456789012&resource=ml_job%2Fjob_id%2FID&advancedFilter=resource.type%3D%22ml_job%22%0Aresource.labels.job_id%3D%22ID%22")]
    [InlineData("out-of-memory", "JOB_STATE_FAILED", 3, "The replica workerpool0-0 ran out of memory and exited with a non-zero status of 137. To find out more about why your job exited please check the logs: https://console.cloud.google.com/logs/viewer?project=123456789012&resource=ml_job%2Fjob_id%2FID&advancedFilter=resource.type%3D%22ml_job%22%0Aresource.labels.job_id%3D%22ID%22")]
    [InlineData("stockout", "JOB_STATE_FAILED", 8, "Resources are insufficient in region: us-central1. Try a different region or use a different accelerator.")]
    [InlineData("quota-exceeded", "JOB_STATE_FAILED", 8, "The following quota metrics exceed quota limits: aiplatform.googleapis.com/custom_model_training_cpus")]
    [InlineData("internal-error", "JOB_STATE_FAILED", 13, "Internal error occurred for the current attempt.")]
    [InlineData("expire", "JOB_STATE_EXPIRED", 4, "The job was not scheduled within its maximum wait duration.")]
    public async Task A_job_that_fails_says_why(string fate, string state, int code, string message)
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync(new EmulatorOptions
        {
            Clock = _clock, Rules = [JobRule.Argument("--fail", JobFate.Parse(fate)!)],
        });
        using var client = new EmulatorClient(cloud);
        var failing = await client.CreateAsync(JobBody.WithArguments("--fail"));
        var other = await client.CreateAsync();
        _clock.Advance(TimeSpan.FromSeconds(10));

        var reply = await client.GetAsync($"/v1/{failing.Name}");

        Assert.Equal(state, reply.State);
        Assert.Equal(code, reply.Json.GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(message.Replace("ID", failing.Id), reply.Json.GetProperty("error").GetProperty("message").GetString());
        Assert.Equal("JOB_STATE_SUCCEEDED", (await client.GetAsync($"/v1/{other.Name}")).State);
    }

    [Fact]
    public async Task Rules_look_at_labels_variables_and_names_and_the_first_that_fits_decides()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync(new EmulatorOptions
        {
            Clock = _clock,
            Rules =
            [
                JobRule.Label("kind", "short", JobFate.PartiallySucceed),
                JobRule.Variable("FAIL", "1", JobFate.Fail()),
                JobRule.DisplayName("endless", JobFate.Never),
            ],
        });
        using var client = new EmulatorClient(cloud);
        var variable = JsonNode.Parse("""[{"name":"FAIL","value":"1"}]""");
        await client.CreateAsync(JobBody.Of("a", ("kind", "short")).Set("jobSpec.workerPoolSpecs.0.containerSpec.env", variable!.DeepClone()));
        await client.CreateAsync(JobBody.Of("b").Set("jobSpec.workerPoolSpecs.0.containerSpec.env", variable));
        await client.CreateAsync(JobBody.Of("endless"));
        await client.CreateAsync(JobBody.Of("d"));
        _clock.Advance(TimeSpan.FromDays(100));

        Assert.Equal([JobState.PartiallySucceeded, JobState.Failed, JobState.Running, JobState.Succeeded], cloud.Jobs.Select(job => job.State));
    }

    [Fact]
    public async Task A_fate_can_bring_its_own_time()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync(new EmulatorOptions
        {
            Clock = _clock, Rules = [JobRule.Argument("--slow", JobFate.Succeed with { Running = TimeSpan.FromHours(1) })],
        });
        using var client = new EmulatorClient(cloud);
        await client.CreateAsync(JobBody.WithArguments("--slow"));
        _clock.Advance(TimeSpan.FromMinutes(59));
        var before = cloud.Jobs.Single().State;
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal((JobState.Running, JobState.Succeeded), (before, cloud.Jobs.Single().State));
    }

    [Fact]
    public async Task The_same_jobs_are_unlucky_in_every_run_with_the_same_seed()
    {
        async Task<string> RunAsync()
        {
            await using var cloud = await GoogleCloudEmulator.StartAsync(new EmulatorOptions { Clock = _clock, FailRate = 0.5, Seed = 7 });
            using var client = new EmulatorClient(cloud);
            for (var number = 0; number < 20; number++)
            {
                await client.CreateAsync();
            }

            _clock.Advance(TimeSpan.FromSeconds(1));
            return string.Concat(cloud.Jobs.Select(job => job.State == JobState.Failed ? 'f' : 's'));
        }

        var first = await RunAsync();

        Assert.Contains('f', first);
        Assert.Contains('s', first);
        Assert.Equal(first, await RunAsync());
    }

    [Fact]
    public async Task A_job_with_a_missing_image_is_accepted_and_fails_before_it_runs()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync(new EmulatorOptions { Clock = _clock, HasImage = image => !image.Contains("/p/r/i") });
        using var client = new EmulatorClient(cloud);
        var made = await client.CreateAsync();
        _clock.Advance(TimeSpan.FromSeconds(1));

        var reply = await client.GetAsync($"/v1/{made.Name}");

        Assert.Equal(200, made.Status);
        Assert.Equal("JOB_STATE_FAILED", reply.State);
        Assert.False(reply.Json.TryGetProperty("startTime", out _));
        Assert.Contains("us-docker.pkg.dev/p/r/i@sha256:00", reply.Json.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_running_job_is_cancelled_after_a_while()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync(new EmulatorOptions { Clock = _clock, Times = Times });
        using var client = new EmulatorClient(cloud);
        var made = await client.CreateAsync();
        _clock.Advance(TimeSpan.FromSeconds(4));

        var reply = await client.PostAsync($"/v1/{made.Name}:cancel", new JsonObject());
        var at = (await client.GetAsync($"/v1/{made.Name}")).State;
        _clock.Advance(TimeSpan.FromSeconds(4));
        var after = await client.GetAsync($"/v1/{made.Name}");

        Assert.Equal((200, "{}"), (reply.Status, reply.Body.Trim()));
        Assert.Equal("JOB_STATE_CANCELLING", at);
        Assert.Equal("JOB_STATE_CANCELLED", after.State);
        Assert.Equal("""{"code":1,"message":"CANCELED"}""", Regex.Replace(after.Json.GetProperty("error").GetRawText(), @"\s", ""));
    }

    [Fact]
    public async Task A_job_that_has_ended_cannot_be_cancelled_and_one_that_runs_cannot_be_deleted()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync(new EmulatorOptions { Clock = _clock, Times = Times });
        using var client = new EmulatorClient(cloud);
        var made = await client.CreateAsync();
        var delete = await client.SendAsync(HttpMethod.Delete, $"/v1/{made.Name}");
        _clock.Advance(TimeSpan.FromMinutes(1));
        var cancel = await client.SendAsync(HttpMethod.Post, $"/v1/{made.Name}:cancel");

        Assert.Equal("400 FAILED_PRECONDITION", delete.Refusal);
        Assert.Equal("400 FAILED_PRECONDITION", cancel.Refusal);
        Assert.Contains("JOB_STATE_SUCCEEDED", cancel.Message);
    }

    [Fact]
    public async Task Deleting_is_an_operation_that_can_be_asked_for()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync(new EmulatorOptions { Clock = _clock });
        using var client = new EmulatorClient(cloud);
        var made = await client.CreateAsync();
        _clock.Advance(TimeSpan.FromMinutes(1));

        var operation = await client.SendAsync(HttpMethod.Delete, $"/v1/{made.Name}");

        Assert.Equal(operation.Body, (await client.GetAsync($"/v1/{operation.Name}")).Body);
        Assert.True(operation.Json.GetProperty("done").GetBoolean());
        Assert.Equal(404, (await client.GetAsync($"/v1/{made.Name}")).Status);
        Assert.Equal("", await client.NamesAsync(""));
        Assert.True(cloud.Jobs.Single().IsDeleted);
    }

    [Fact]
    public async Task A_job_can_be_held_in_a_state_and_can_vanish()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        var made = await client.CreateAsync();
        var job = cloud.Jobs.Single();

        cloud.Hold(job, JobState.Paused);
        var held = (await client.GetAsync($"/v1/{made.Name}")).State;
        cloud.Vanish(job);

        Assert.Equal("JOB_STATE_PAUSED", held);
        Assert.Equal(404, (await client.GetAsync($"/v1/{made.Name}")).Status);
    }

    [Fact]
    public async Task An_address_that_no_service_has_is_answered_with_a_page_for_people()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);

        var reply = await client.GetAsync($"/v1beta1{client.Jobs[3..]}");

        Assert.Equal(404, reply.Status);
        Assert.StartsWith("<!DOCTYPE html>", reply.Body);
    }

    private static DateTimeOffset Time(EmulatorClient.Reply reply, string name) => reply.Json.GetProperty(name).GetDateTimeOffset();
}
