using System.Text.Json.Nodes;
using Caliban.Emulator;
using Caliban.Emulator.Quotas;

namespace Caliban.Core.Tests.GoogleCloud.Emulator;

public sealed class QuotaTests
{
    private const string V100 = """{"machineType":"n1-standard-8","acceleratorType":"NVIDIA_TESLA_V100","acceleratorCount":2}""";

    private readonly ManualClock _clock = new();

    [Fact]
    public async Task Hardware_beyond_the_quota_is_refused_in_the_words_of_the_service()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        cloud.SetQuota("us-central1", "nvidia_v100_gpus", 0);
        cloud.SetQuota("us-central1", "cpus", 7);

        var reply = await client.CreateAsync(JobBody.WithMachine(V100));

        Assert.Equal("429 RESOURCE_EXHAUSTED", reply.Refusal);
        Assert.Equal(
            "The following quota metrics exceed quota limits: aiplatform.googleapis.com/custom_model_training_cpus,aiplatform.googleapis.com/custom_model_training_nvidia_v100_gpus",
            reply.Message);
        Assert.Equal("DebugInfo", reply.Details);
        Assert.Empty(cloud.Jobs);
    }

    [Fact]
    public async Task Jobs_that_have_ended_give_their_hardware_back()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync(new EmulatorOptions { Clock = _clock });
        using var client = new EmulatorClient(cloud);
        cloud.SetQuota("us-central1", "nvidia_v100_gpus", 4);
        var statuses = new List<int>();
        for (var number = 0; number < 3; number++)
        {
            statuses.Add((await client.CreateAsync(JobBody.WithMachine(V100))).Status);
        }

        _clock.Advance(TimeSpan.FromSeconds(1));
        statuses.Add((await client.CreateAsync(JobBody.WithMachine(V100))).Status);

        Assert.Equal([200, 200, 429, 200], statuses);
    }

    [Fact]
    public async Task Spot_machines_have_a_quota_of_their_own()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        cloud.SetQuota("us-central1", "nvidia_v100_gpus", 0);
        cloud.SetQuota("us-central1", "preemptible_nvidia_v100_gpus", 2);
        var spot = JobBody.WithMachine(V100).Set("jobSpec.scheduling.strategy", "SPOT");

        Assert.Equal(200, (await client.CreateAsync(spot)).Status);
        Assert.Contains("custom_model_training_preemptible_nvidia_v100_gpus", (await client.CreateAsync(spot)).Message);
    }

    [Fact]
    public async Task A_quota_is_of_one_region_and_counts_all_replicas()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        cloud.SetQuota("us-central1", "n2_cpus", 8);
        var job = JobBody.WithMachine("""{"machineType":"n2-standard-4"}""").Set(
            "jobSpec.workerPoolSpecs.+",
            JsonNode.Parse("""{"machineSpec":{"machineType":"n2-standard-4"},"replicaCount":2,"containerSpec":{"imageUri":"i"}}"""));

        Assert.Equal(429, (await client.CreateAsync(job)).Status);
        Assert.Equal(200, (await client.PostAsync(client.Jobs.Replace("us-central1", "europe-west4"), job)).Status);
    }

    [Fact]
    public async Task Calls_beyond_the_rate_are_refused_with_the_time_to_wait()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync(new EmulatorOptions { Clock = _clock, Rates = new RateLimits { SubmissionsPerMinute = 3 } });
        using var client = new EmulatorClient(cloud);
        for (var number = 0; number < 3; number++)
        {
            await client.CreateAsync();
        }

        var reply = await client.CreateAsync();

        Assert.Equal("429 RESOURCE_EXHAUSTED", reply.Refusal);
        Assert.Equal(
            "Quota exceeded for quota metric 'Job submission requests' and limit 'Job submission requests per minute per region' of service 'aiplatform.googleapis.com' for consumer 'project_number:123456789012'.",
            reply.Message);
        Assert.Equal("ErrorInfo,Help,RetryInfo", reply.Details);
        Assert.Equal("RATE_LIMIT_EXCEEDED", reply.Detail("ErrorInfo").GetProperty("reason").GetString());
        Assert.Equal("20s", reply.Detail("RetryInfo").GetProperty("retryDelay").GetString());
        Assert.Equal(3, cloud.Jobs.Count);
        Assert.Single(cloud.Requests.Refused);
    }

    [Theory]
    [InlineData(false, "xxx-x-x-x-x-x")]
    [InlineData(true, "xx--xx--xx--x")]
    public async Task Rates_are_counted_as_a_bucket_or_over_the_last_minute(bool sliding, string accepted)
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync(new EmulatorOptions
        {
            Clock = _clock, Rates = new RateLimits { SubmissionsPerMinute = 2, SlidingMinute = sliding, TellsDelay = false },
        });
        using var client = new EmulatorClient(cloud);
        var pattern = "";
        for (var number = 0; number < accepted.Length; number++)
        {
            pattern += (await client.CreateAsync()).Status == 200 ? 'x' : '-';
            _clock.Advance(TimeSpan.FromSeconds(15));
        }

        Assert.Equal(accepted, pattern);
        Assert.All(cloud.Requests.Refused, request => Assert.Equal(429, request.Status));
    }

    [Fact]
    public async Task Reads_and_regions_have_rates_of_their_own_and_TellsDelay_can_be_off()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync(new EmulatorOptions
        {
            Clock = _clock, Rates = new RateLimits { SubmissionsPerMinute = 1, ReadsPerMinute = 2, TellsDelay = false },
        });
        using var client = new EmulatorClient(cloud);
        await client.CreateAsync();
        var read = await client.ListAsync();
        await client.ListAsync();
        var refused = await client.ListAsync();
        var elsewhere = await client.PostAsync(client.Jobs.Replace("us-central1", "europe-west4"), JobBody.Of());

        Assert.Equal((200, 200), (read.Status, elsewhere.Status));
        Assert.Equal("ErrorInfo,Help", refused.Details);
        Assert.Contains("Resource management requests per minute", refused.Message);
    }

    [Fact]
    public async Task Regions_have_the_quotas_of_Compute_Engine()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        cloud.SetComputeQuota("us-central1", "NVIDIA_T4_GPUS", 16, 3);

        var region = await client.GetAsync($"/compute/v1/projects/{client.Project}/regions/us-central1");
        var missing = await client.GetAsync($"/compute/v1/projects/{client.Project}/regions/mars-north1");

        var quota = region.Json.GetProperty("quotas").EnumerateArray().Single(quota => quota.GetProperty("metric").GetString() == "NVIDIA_T4_GPUS");
        Assert.Equal((16, 3), (quota.GetProperty("limit").GetDouble(), quota.GetProperty("usage").GetDouble()));
        Assert.Equal(404, missing.Status);
        Assert.Equal("The resource 'projects/caliban-emulator/regions/mars-north1' was not found", missing.Message);
        Assert.Equal("notFound", missing.Json.GetProperty("error").GetProperty("errors")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Regions_come_in_pages()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        var (names, token) = (new List<string>(), "");
        do
        {
            var reply = await client.GetAsync($"/compute/v1/projects/{client.Project}/regions?maxResults=10{(token.Length > 0 ? $"&pageToken={token}" : "")}");
            names.AddRange(reply.Json.GetProperty("items").EnumerateArray().Select(region => region.GetProperty("name").GetString()!));
            token = reply.Json.TryGetProperty("nextPageToken", out var next) ? next.GetString()! : "";
        }
        while (token.Length > 0);

        Assert.Equal(new EmulatorOptions().Regions, names);
    }

    [Fact]
    public async Task The_limits_that_were_set_can_be_read()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        cloud.SetQuota("us-central1", "nvidia_t4_gpus", 6);
        cloud.SetQuota("us-east1", "nvidia_t4_gpus", 2);
        cloud.SetQuota("us-east1", "cpus", 20);
        var path = $"/v1/projects/{client.Project}/locations/global/services/aiplatform.googleapis.com/quotaInfos?pageSize=1";

        var first = await client.GetAsync(path);
        var second = await client.GetAsync($"{path}&pageToken={first.Json.GetProperty("nextPageToken").GetString()}");

        Assert.Equal("aiplatform.googleapis.com/custom_model_training_cpus", first.Json.GetProperty("quotaInfos")[0].GetProperty("metric").GetString());
        var limits = second.Json.GetProperty("quotaInfos")[0].GetProperty("dimensionsInfos").EnumerateArray()
            .Select(info => $"{info.GetProperty("dimensions").GetProperty("region").GetString()}={info.GetProperty("details").GetProperty("value").GetString()}");
        Assert.Equal(["us-central1=6", "us-east1=2"], limits);
        Assert.False(second.Json.TryGetProperty("nextPageToken", out _));
    }
}
