using Caliban.Emulator;
using Caliban.Emulator.Faults;

namespace Caliban.Core.Tests.GoogleCloud.Emulator;

public sealed class FaultTests
{
    [Theory]
    [InlineData(FaultKind.LoseAnswer, 1)]
    [InlineData(FaultKind.CloseConnection, 0)]
    [InlineData(FaultKind.HalfBody, 1)]
    public async Task A_connection_that_breaks_may_or_may_not_have_made_a_job(FaultKind kind, int jobs)
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        cloud.Faults.Add(kind, CloudOperation.CreateJob);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.CreateAsync());
        var next = await client.CreateAsync();

        Assert.Equal(200, next.Status);
        Assert.Equal(jobs + 1, cloud.Jobs.Count);
        var request = cloud.Requests.First();
        Assert.Equal((kind, true, jobs == 1 ? 200 : 0), (request.Fault, request.IsAnswerLost, request.Status));
    }

    [Fact]
    public async Task A_job_whose_answer_was_lost_is_found_by_its_label()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        cloud.Faults.Add(FaultKind.LoseAnswer, CloudOperation.CreateJob);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.CreateAsync(JobBody.Of("lost", ("run", "x"))));

        Assert.Equal("lost", await client.NamesAsync("labels.run=\"x\""));
        Assert.Equal(1, cloud.Jobs.CountByLabel("run")["x"]);
    }

    [Theory]
    [InlineData(FaultKind.RateExceeded, "429 RESOURCE_EXHAUSTED", "Quota exceeded for quota metric 'Job submission requests'")]
    [InlineData(FaultKind.QuotaExceeded, "429 RESOURCE_EXHAUSTED", "The following quota metrics exceed quota limits: aiplatform.googleapis.com/custom_model_training_cpus")]
    [InlineData(FaultKind.Unavailable, "503 UNAVAILABLE", "The service is currently unavailable.")]
    [InlineData(FaultKind.Internal, "500 INTERNAL", "Internal error encountered.")]
    public async Task An_error_makes_no_job_unless_it_accepts(FaultKind kind, string refusal, string message)
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        cloud.Faults.Add(new Fault(kind) { Operation = CloudOperation.CreateJob, Times = 1 });
        cloud.Faults.Add(new Fault(kind) { Operation = CloudOperation.CreateJob, Times = 1, Accepts = true });

        var plain = await client.CreateAsync();
        var before = cloud.Jobs.Count;
        var accepting = await client.CreateAsync();

        Assert.Equal(refusal, plain.Refusal);
        Assert.StartsWith(message, plain.Message);
        Assert.Equal(plain.Body, accepting.Body);
        Assert.Equal((0, 1), (before, cloud.Jobs.Count));
    }

    [Fact]
    public async Task A_proxy_answers_with_a_page_for_people()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        cloud.Faults.Add(FaultKind.BadGateway);

        var reply = await client.ListAsync();

        Assert.Equal(502, reply.Status);
        Assert.StartsWith("<html>", reply.Body);
    }

    [Fact]
    public async Task Garbage_says_200_and_is_not_JSON()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        cloud.Faults.Add(FaultKind.Garbage, CloudOperation.CreateJob);

        var reply = await client.CreateAsync();

        Assert.Equal(200, reply.Status);
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => reply.Json);
        Assert.Single(cloud.Jobs);
    }

    [Fact]
    public async Task A_slow_stream_arrives_whole()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        var made = await client.CreateAsync();
        cloud.Faults.Add(new Fault(FaultKind.SlowStream) { Operation = CloudOperation.GetJob, Times = 1, Delay = TimeSpan.FromMilliseconds(5) });

        Assert.Equal(made.Id, (await client.GetAsync($"/v1/{made.Name}")).Id);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task A_server_that_never_answers_is_left_by_the_client(bool accepts, int jobs)
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new HttpClient { Timeout = TimeSpan.FromMilliseconds(300) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", cloud.MakeToken());
        cloud.Faults.Add(new Fault(FaultKind.NeverAnswer) { Operation = CloudOperation.CreateJob, Accepts = accepts });

        await Assert.ThrowsAsync<TaskCanceledException>(() => client.PostAsync(
            new Uri($"{cloud.Url}/v1/projects/{cloud.Project.Id}/locations/us-central1/customJobs"), EmulatorClient.Json(JobBody.Of())));

        Assert.Equal(jobs, cloud.Jobs.Count);
    }

    [Fact]
    public async Task A_request_that_came_in_whole_is_carried_out_though_the_client_has_gone()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync(new EmulatorOptions { Latency = TimeSpan.FromMilliseconds(300) });
        using var client = new HttpClient { Timeout = TimeSpan.FromMilliseconds(150) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", cloud.MakeToken());

        await Assert.ThrowsAsync<TaskCanceledException>(() => client.PostAsync(
            new Uri($"{cloud.Url}/v1/projects/{cloud.Project.Id}/locations/us-central1/customJobs"), EmulatorClient.Json(JobBody.Of())));
        for (var number = 0; number < 200 && cloud.Jobs.Count == 0; number++)
        {
            await Task.Delay(50);
        }

        Assert.Single(cloud.Jobs);
    }

    [Fact]
    public async Task A_request_that_is_never_answered_does_not_hold_the_end_up()
    {
        var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        cloud.Faults.Add(FaultKind.NeverAnswer);
        var waiting = client.ListAsync();
        while (cloud.Requests.Count == 0)
        {
            await Task.Delay(5);
        }

        await cloud.DisposeAsync();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => waiting);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Latency_and_delays_come_before_the_answer(bool isLatency)
    {
        await using var slow = await GoogleCloudEmulator.StartAsync(new EmulatorOptions { Latency = isLatency ? TimeSpan.FromHours(1) : TimeSpan.Zero });
        await using var quick = await GoogleCloudEmulator.StartAsync();
        if (!isLatency)
        {
            slow.Faults.Add(new Fault(FaultKind.Delay) { Delay = TimeSpan.FromHours(1), Times = 1 });
        }

        using var client = new EmulatorClient(slow);
        using var other = new EmulatorClient(quick);
        var waiting = client.ListAsync();

        // What is asked many times later is answered before it.
        for (var request = 0; request < 20; request++)
        {
            Assert.Equal(200, (await other.ListAsync()).Status);
        }

        Assert.False(waiting.IsCompleted);
        await slow.DisposeAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => waiting);
    }

    [Fact]
    public async Task Faults_hit_only_their_operation_after_some_requests_and_a_number_of_times()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        cloud.Faults.Add(new Fault(FaultKind.Unavailable) { Operation = CloudOperation.ListJobs, After = 1, Times = 2 });
        var statuses = new List<int>();
        for (var number = 0; number < 5; number++)
        {
            statuses.Add((await client.ListAsync()).Status);
            statuses.Add((await client.CreateAsync()).Status);
        }

        Assert.Equal([200, 200, 503, 200, 503, 200, 200, 200, 200, 200], statuses);
        Assert.Equal(2, cloud.Faults.Hits);
    }

    [Fact]
    public async Task Faults_by_chance_are_the_same_for_the_same_seed_and_end_when_they_are_cleared()
    {
        static async Task<string> RunAsync()
        {
            await using var cloud = await GoogleCloudEmulator.StartAsync(new EmulatorOptions { Seed = 3 });
            using var client = new EmulatorClient(cloud);
            cloud.Faults.Add(new Fault(FaultKind.Internal) { Probability = 0.5 });
            var statuses = "";
            for (var number = 0; number < 20; number++)
            {
                statuses += (await client.ListAsync()).Status == 500 ? 'x' : '-';
            }

            cloud.Faults.Clear();
            return statuses + (await client.ListAsync()).Status;
        }

        var first = await RunAsync();

        Assert.Matches("^(?=.*x)(?=.*-)[x-]{20}200$", first);
        Assert.Equal(first, await RunAsync());
    }

    [Fact]
    public async Task Every_request_is_recorded_without_its_token()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        await client.CreateAsync(JobBody.Of("seen"));
        await client.ListAsync("displayName=\"seen\"");

        var (create, list) = (cloud.Requests.Of(CloudOperation.CreateJob).Single(), cloud.Requests.Of(CloudOperation.ListJobs).Single());

        Assert.Equal("seen", create.Json.GetProperty("displayName").GetString());
        Assert.Equal((cloud.ServiceAccount, 200), (create.Caller, create.Status));
        Assert.StartsWith("?filter=displayName%3D%22seen%22", list.Query);
        Assert.DoesNotContain(client.Token!, string.Concat(cloud.Requests.Select(request => $"{request} {request.Body}")));
    }
}
