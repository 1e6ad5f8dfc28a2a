using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Caliban.Emulator;

namespace Caliban.Core.Tests.GoogleCloud.Emulator;

public sealed class SchemaTests
{
    private const string Pool = "custom_job.job_spec.worker_pool_specs[0]";

    /// <summary>A path in the body, the JSON to put there, the field that is refused, and a part of the message.</summary>
    public static TheoryData<string, string, string, string> Unreadable => new()
    {
        { "jobName", "1", "custom_job", "Unknown name \"jobName\" at 'custom_job': Cannot find field." },
        { "display_name", "\"x\"", "custom_job", "Unknown name \"display_name\"" },
        { "jobSpec.timeout", "\"1s\"", "custom_job.job_spec", "Unknown name \"timeout\" at 'custom_job.job_spec'" },
        { "jobSpec.workerPoolSpecs.0.containerSpec.envs", "[]", $"{Pool}.container_spec", "Unknown name \"envs\"" },
        { "displayName", "1", "custom_job.display_name", "(TYPE_STRING), 1" },
        { "labels", "[]", "custom_job.labels", "(Map)" },
        { "labels", """{"a":1}""", "custom_job.labels", "(TYPE_STRING), 1" },
        { "jobSpec", "[]", "custom_job.job_spec", "(type.googleapis.com/google.cloud.aiplatform.v1.CustomJobSpec)" },
        { "jobSpec.workerPoolSpecs", "{}", "custom_job.job_spec.worker_pool_specs", "Proto field is repeating" },
        { "jobSpec.workerPoolSpecs.0.replicaCount", "\"one\"", $"{Pool}.replica_count", "(TYPE_INT64), \"one\"" },
        { "jobSpec.workerPoolSpecs.0.replicaCount", "1.5", $"{Pool}.replica_count", "(TYPE_INT64), 1.5" },
        { "jobSpec.workerPoolSpecs.0.machineSpec.acceleratorCount", "\"2\"", $"{Pool}.machine_spec.accelerator_count", "(TYPE_INT32), \"2\"" },
        { "jobSpec.workerPoolSpecs.0.machineSpec.acceleratorType", "\"V100\"", $"{Pool}.machine_spec.accelerator_type", "google.cloud.aiplatform.v1.AcceleratorType), \"V100\"" },
        { "jobSpec.workerPoolSpecs.0.containerSpec.args", "[1]", $"{Pool}.container_spec.args[0]", "(TYPE_STRING), 1" },
        { "jobSpec.scheduling.strategy", "\"spot\"", "custom_job.job_spec.scheduling.strategy", "v1.Scheduling.Strategy), \"spot\"" },
        { "jobSpec.scheduling.strategy", "3", "custom_job.job_spec.scheduling.strategy", "v1.Scheduling.Strategy), 3" },
        { "jobSpec.scheduling.timeout", "\"600\"", "custom_job.job_spec.scheduling.timeout", "duration must end with 's'" },
        { "jobSpec.scheduling.timeout", "600", "custom_job.job_spec.scheduling.timeout", "Illegal duration format" },
        { "jobSpec.scheduling.timeout", "\"10m\"", "custom_job.job_spec.scheduling.timeout", "Illegal duration format" },
        { "jobSpec.scheduling.disableRetries", "\"true\"", "custom_job.job_spec.scheduling.disable_retries", "(TYPE_BOOL), \"true\"" },
        { "jobSpec.workerPoolSpecs.0.pythonPackageSpec", """{"executorImageUri":"i","packageUris":["gs://b/p"],"pythonModule":"m"}""", Pool, "oneof field 'task' is already set" },
    };

    public static TheoryData<string, string?, string, string> Refused => new()
    {
        { "displayName", null, "custom_job.display_name", "1.Field: custom_job.display_name; Message: Required field is not set.\t" },
        { "displayName", "\"\"", "custom_job.display_name", "Required field is not set." },
        { "jobSpec", null, "custom_job.job_spec", "Required field is not set." },
        { "jobSpec.workerPoolSpecs", "[]", "custom_job.job_spec.worker_pool_specs", "Required field is not set." },
        { "jobSpec.workerPoolSpecs.0.containerSpec.imageUri", null, $"{Pool}.container_spec.image_uri", "Required field is not set." },
        { "jobSpec.workerPoolSpecs.0.containerSpec.env", """[{"name":"A"}]""", $"{Pool}.container_spec.env[0].value", "Required field is not set." },
        { "jobSpec.workerPoolSpecs.0.containerSpec.env", """[{"name":"A","value":""}]""", $"{Pool}.container_spec.env[0].value", "Required field is not set." },
        { "jobSpec.baseOutputDirectory", "{}", "custom_job.job_spec.base_output_directory.output_uri_prefix", "Required field is not set." },
        { "name", "\"projects/1/locations/us-central1/customJobs/1\"", "custom_job.name", "output only" },
        { "state", "\"JOB_STATE_RUNNING\"", "custom_job.state", "output only" },
        { "createTime", "\"2026-01-01T00:00:00Z\"", "custom_job.create_time", "output only" },
        { "error", """{"code":3}""", "custom_job.error", "output only" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task What_is_not_of_the_schema_is_refused(string path, string json, string field, string message)
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);

        var reply = await client.CreateAsync(JobBody.Of().Set(path, JsonNode.Parse(json)));

        Assert.Equal("400 INVALID_ARGUMENT", reply.Refusal);
        Assert.Equal(field, reply.Fields);
        Assert.Contains(message, reply.Message);
        Assert.Empty(cloud.Jobs);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_is_missing_or_not_the_clients_to_set_is_refused(string path, string? json, string field, string message)
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);

        var reply = await client.CreateAsync(JobBody.Of().Set(path, json is null ? null : JsonNode.Parse(json)));

        Assert.Equal("400 INVALID_ARGUMENT", reply.Refusal);
        Assert.Equal(field, reply.Fields);
        Assert.StartsWith("List of found errors:\t1.Field: ", reply.Message);
        Assert.Contains(message, reply.Message);
        Assert.Empty(cloud.Jobs);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"displayName":"a","displayName":"b"}""")]
    public async Task A_body_that_is_no_object_or_says_a_thing_twice_is_refused(string body)
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        var reply = await client.SendAsync(HttpMethod.Post, client.Jobs, content);

        Assert.Equal("400 INVALID_ARGUMENT", reply.Refusal);
    }

    [Fact]
    public async Task A_body_has_to_be_declared_as_JSON()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        using var content = EmulatorClient.Json(JobBody.Of());
        content.Headers.ContentType = new MediaTypeHeaderValue("text/plain");

        Assert.Equal("400 INVALID_ARGUMENT", (await client.SendAsync(HttpMethod.Post, client.Jobs, content)).Refusal);
    }

    [Theory]
    [InlineData("orderBy=createTime", "Field 'orderBy' could not be found in request message.")]
    [InlineData("pageSize=ten", "(TYPE_INT32), \"ten\"")]
    [InlineData("pageSize=-1", "must not be negative")]
    [InlineData("readMask=colour", "\"colour\"")]
    public async Task Parameters_of_the_query_are_checked(string query, string message)
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);

        var reply = await client.GetAsync($"{client.Jobs}?{query}");

        Assert.Equal("400 INVALID_ARGUMENT", reply.Refusal);
        Assert.Contains(message, reply.Message);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("\"1\"")]
    public async Task A_number_of_64_bits_is_taken_as_both_and_answered_as_text(string json)
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);

        var reply = await client.CreateAsync(JobBody.Of().Set("jobSpec.workerPoolSpecs.0.replicaCount", JsonNode.Parse(json)));

        Assert.Equal("\"1\"", reply.Json.GetProperty("jobSpec").GetProperty("workerPoolSpecs")[0].GetProperty("replicaCount").GetRawText());
    }
}
