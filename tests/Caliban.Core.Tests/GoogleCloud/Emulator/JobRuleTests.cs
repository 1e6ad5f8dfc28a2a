using System.Text.Json.Nodes;
using Caliban.Emulator;

namespace Caliban.Core.Tests.GoogleCloud.Emulator;

public sealed class JobRuleTests
{
    private const string Container = """{"imageUri":"i"}""";

    public static TheoryData<string, string, string> Refused
    {
        get
        {
            var many = new JsonArray([.. Enumerable.Range(0, 101).Select(number => (JsonNode)new JsonObject { ["name"] = $"V{number}", ["value"] = "1" })]);
            var labels = new JsonObject(Enumerable.Range(0, 65).Select(number => KeyValuePair.Create<string, JsonNode?>($"l{number}", "v")));
            return new TheoryData<string, string, string>
            {
                { "displayName", $"\"{new string('x', 129)}\"", "custom_job.display_name" },
                { "labels", labels.ToJsonString(), "custom_job.labels" },
                { "labels", """{"Upper":"v"}""", "custom_job.labels" },
                { "labels", """{"a":"Upper"}""", "custom_job.labels" },
                { "labels", """{"a":"with.dot"}""", "custom_job.labels" },
                { "labels", """{"-a":"v"}""", "custom_job.labels" },
                { "labels", """{"":"v"}""", "custom_job.labels" },
                { "labels", $$"""{"{{new string('k', 64)}}":"v"}""", "custom_job.labels" },
                { "labels", $$"""{"k":"{{new string('v', 64)}}"}""", "custom_job.labels" },
                { "labels", $$"""{"k":"{{new string('名', 43)}}"}""", "custom_job.labels" },
                { "jobSpec.workerPoolSpecs.0.containerSpec.env", many.ToJsonString(), "custom_job.job_spec.worker_pool_specs[0].container_spec.env" },
                { "jobSpec.workerPoolSpecs.0.containerSpec.env", """[{"name":"A","value":"1"},{"name":"A","value":"2"}]""", "custom_job.job_spec.worker_pool_specs[0].container_spec.env" },
                { "jobSpec.workerPoolSpecs.0.containerSpec.env", """[{"name":"A-B","value":"1"}]""", "custom_job.job_spec.worker_pool_specs[0].container_spec.env" },
                { "jobSpec.workerPoolSpecs.0.replicaCount", "\"2\"", "custom_job.job_spec.worker_pool_specs[0].replica_count" },
                { "jobSpec.workerPoolSpecs.0", "{}", "custom_job.job_spec.worker_pool_specs[0].replica_count,custom_job.job_spec.worker_pool_specs[0].machine_spec.machine_type,custom_job.job_spec.worker_pool_specs[0].container_spec" },
                { "jobSpec.workerPoolSpecs.+", $$"""{"machineSpec":{"machineType":"n1-standard-4"},"containerSpec":{{Container}}}""", "custom_job.job_spec.worker_pool_specs[1].replica_count" },
                { "jobSpec.workerPoolSpecs.+", $$"""{"replicaCount":"1","containerSpec":{{Container}}}""", "custom_job.job_spec.worker_pool_specs[1].machine_spec.machine_type" },
                { "jobSpec.workerPoolSpecs.0.diskSpec", """{"bootDiskType":"floppy"}""", "custom_job.job_spec.worker_pool_specs[0].disk_spec.boot_disk_type" },
                { "jobSpec.workerPoolSpecs.0.diskSpec", """{"bootDiskSizeGb":99}""", "custom_job.job_spec.worker_pool_specs[0].disk_spec.boot_disk_size_gb" },
                { "jobSpec.network", "\"projects/my-project/global/networks/n\"", "custom_job.job_spec.network" },
                { "jobSpec.serviceAccount", "\"robot\"", "custom_job.job_spec.service_account" },
                { "jobSpec.baseOutputDirectory", """{"outputUriPrefix":"/tmp"}""", "custom_job.job_spec.base_output_directory.output_uri_prefix" },
                { "jobSpec.scheduling", """{"timeout":"0s"}""", "custom_job.job_spec.scheduling.timeout" },
                { "jobSpec.scheduling", """{"maxWaitDuration":"60s"}""", "custom_job.job_spec.scheduling.max_wait_duration" },
                { "jobSpec.scheduling", """{"strategy":"FLEX_START"}""", "custom_job.job_spec.scheduling.strategy" },
            };
        }
    }

    public static TheoryData<string> Accepted =>
    [
        """{"labels":{"a":"","0k":"-v_1","größe":"größer"}}""",
        """{"jobSpec":{"scheduling":{"timeout":"604800s","strategy":"SPOT","disableRetries":true,"restartJobOnWorkerRestart":false}}}""",
        """{"jobSpec":{"network":"projects/123/global/networks/net-1","serviceAccount":"a@b.iam.gserviceaccount.com","baseOutputDirectory":{"outputUriPrefix":"gs://bucket/out"}}}""",
        """{"encryptionSpec":{"kmsKeyName":"projects/p/locations/l/keyRings/r/cryptoKeys/k"}}""",
    ];

    public static TheoryData<string, string> Machines => new()
    {
        { """{"machineType":"n1-standard-4","acceleratorType":"NVIDIA_TESLA_V100","acceleratorCount":8}""", "" },
        { """{"machineType":"n1-standard-4","acceleratorType":"NVIDIA_TESLA_V100","acceleratorCount":3}""", "accelerator_count" },
        { """{"machineType":"n1-standard-64","acceleratorType":"NVIDIA_TESLA_V100","acceleratorCount":4}""", "accelerator_count" },
        { """{"machineType":"n1-standard-4","acceleratorType":"NVIDIA_TESLA_V100"}""", "accelerator_count" },
        { """{"machineType":"n1-standard-4","acceleratorCount":1}""", "accelerator_count" },
        { """{"machineType":"n1-standard-5"}""", "machine_type" },
        { """{"machineType":"e2-standard-4","acceleratorType":"NVIDIA_TESLA_T4","acceleratorCount":1}""", "accelerator_count" },
        { """{"machineType":"a2-highgpu-2g","acceleratorType":"NVIDIA_TESLA_A100","acceleratorCount":2}""", "" },
        { """{"machineType":"a2-highgpu-2g","acceleratorType":"NVIDIA_TESLA_A100","acceleratorCount":1}""", "accelerator_count" },
        { """{"machineType":"a3-highgpu-8g"}""", "accelerator_type" },
        { """{"machineType":"n1-standard-4","tpuTopology":"1x1"}""", "tpu_topology" },
        { """{"machineType":"cloud-tpu","acceleratorType":"TPU_V3","acceleratorCount":8}""", "" },
        { """{"machineType":"cloud-tpu","acceleratorType":"TPU_V2","acceleratorCount":64}""", "" },
        { """{"machineType":"cloud-tpu","acceleratorType":"TPU_V2","acceleratorCount":4}""", "accelerator_count" },
        { """{"machineType":"cloud-tpu","acceleratorType":"NVIDIA_L4","acceleratorCount":8}""", "accelerator_type" },
        { """{"machineType":"ct5lp-hightpu-4t","tpuTopology":"4x4"}""", "" },
        { """{"machineType":"ct5lp-hightpu-1t","tpuTopology":"4x4"}""", "tpu_topology" },
        { """{"machineType":"ct5lp-hightpu-1t"}""", "tpu_topology" },
        { """{"machineType":"ct6e-standard-8t","tpuTopology":"2x4"}""", "" },
        { """{"machineType":"ct5lp-hightpu-1t","tpuTopology":"1x1","acceleratorType":"TPU_V5_LITEPOD","acceleratorCount":1}""", "accelerator_type" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_the_service_does_not_allow_is_refused(string path, string json, string field)
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);

        var reply = await client.CreateAsync(JobBody.Of().Set(path, JsonNode.Parse(json)));

        Assert.Equal("400 INVALID_ARGUMENT", reply.Refusal);
        Assert.Equal(field, reply.Fields);
        Assert.Empty(cloud.Jobs);
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task What_it_allows_is_accepted(string additions)
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        var job = JobBody.Of();
        Merge(job, JsonNode.Parse(additions)!.AsObject());

        var reply = await client.CreateAsync(job);

        Assert.True(reply.Status == 200, reply.Body);
        Assert.Single(cloud.Jobs);
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public async Task Machines_are_fitted_as_the_published_table_says(string machine, string refused)
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);

        var reply = await client.CreateAsync(JobBody.WithMachine(machine));

        Assert.Equal(refused.Length == 0 ? "" : $"custom_job.job_spec.worker_pool_specs[0].machine_spec.{refused}", reply.Status == 200 ? "" : reply.Fields);
    }

    [Fact]
    public async Task Machines_that_are_not_in_the_table_are_accepted_when_nobody_checks_them()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync(new EmulatorOptions { ChecksMachines = false });
        using var client = new EmulatorClient(cloud);

        Assert.Equal(200, (await client.CreateAsync(JobBody.WithMachine("""{"machineType":"z9-standard-4"}"""))).Status);
    }

    [Theory]
    [InlineData("""{"strategy":"FLEX_START","maxWaitDuration":"3600s","timeout":"3600s"}""", "NVIDIA_L4", "")]
    [InlineData("""{"strategy":"FLEX_START"}""", "NVIDIA_TESLA_T4", "custom_job.job_spec.scheduling.strategy")]
    [InlineData("""{"strategy":"FLEX_START","timeout":"604801s"}""", "NVIDIA_L4", "custom_job.job_spec.scheduling.timeout")]
    [InlineData("""{"strategy":"FLEX_START","maxWaitDuration":"-1s"}""", "NVIDIA_L4", "custom_job.job_spec.scheduling.max_wait_duration")]
    public async Task Flexible_start_has_rules_of_its_own(string scheduling, string accelerator, string refused)
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        var machine = accelerator == "NVIDIA_L4" ? "g2-standard-4" : "n1-standard-4";
        var job = JobBody.WithMachine($$"""{"machineType":"{{machine}}","acceleratorType":"{{accelerator}}","acceleratorCount":1}""")
            .Set("jobSpec.scheduling", JsonNode.Parse(scheduling));

        var reply = await client.CreateAsync(job);

        Assert.Equal(refused, reply.Status == 200 ? "" : reply.Fields);
    }

    [Fact]
    public async Task A_pool_in_the_middle_can_be_left_out()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        var job = JobBody.Of().Set("jobSpec.workerPoolSpecs.+", new JsonObject())
            .Set("jobSpec.workerPoolSpecs.+", JsonNode.Parse($$"""{"machineSpec":{"machineType":"n1-standard-4"},"replicaCount":2,"containerSpec":{{Container}}}"""));

        Assert.Equal(200, (await client.CreateAsync(job)).Status);
    }

    [Fact]
    public async Task All_mistakes_are_told_at_once()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        var job = JobBody.Of("", ("Bad", "v")).Set("jobSpec.workerPoolSpecs.0.replicaCount", 3);

        var reply = await client.CreateAsync(job);

        Assert.Equal("custom_job.display_name,custom_job.labels,custom_job.job_spec.worker_pool_specs[0].replica_count", reply.Fields);
        Assert.Contains("\t3.Field: custom_job.job_spec.worker_pool_specs[0].replica_count; Message: ", reply.Message);
    }

    private static void Merge(JsonObject target, JsonObject additions)
    {
        foreach (var (name, value) in additions)
        {
            if (value is JsonObject inner && target[name] is JsonObject there)
            {
                Merge(there, inner);
            }
            else
            {
                target[name] = value?.DeepClone();
            }
        }
    }
}
