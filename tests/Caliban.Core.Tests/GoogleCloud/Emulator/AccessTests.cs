using Caliban.Emulator;

namespace Caliban.Core.Tests.GoogleCloud.Emulator;

public sealed class AccessTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task A_call_without_a_token_is_refused()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud) { Token = null };

        var reply = await client.CreateAsync();

        Assert.Equal("401 UNAUTHENTICATED", reply.Refusal);
        Assert.Equal("CREDENTIALS_MISSING", Reason(reply));
        Assert.Equal("google.cloud.aiplatform.v1.JobService.CreateCustomJob", Metadata(reply, "method"));
        Assert.StartsWith("Bearer realm=", reply.Challenge);
        Assert.Empty(cloud.Jobs);
    }

    [Theory]
    [InlineData("ya29.made-up")]
    [InlineData("ya29.emulated-AAAA.AAAA")]
    [InlineData("ya29.emulated-!!.!!")]
    public async Task A_token_that_was_not_given_out_is_refused(string token)
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud, token);

        var reply = await client.ListAsync();

        Assert.Equal("401 UNAUTHENTICATED", reply.Refusal);
        Assert.Equal("ACCESS_TOKEN_TYPE_UNSUPPORTED", Reason(reply));
        Assert.Contains("invalid_token", reply.Challenge);
    }

    [Fact]
    public async Task A_token_of_another_emulator_is_refused()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        await using var other = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud, other.MakeToken());

        Assert.Equal(401, (await client.ListAsync()).Status);
    }

    [Fact]
    public async Task A_token_expires_and_can_be_revoked()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync(new EmulatorOptions { Clock = _clock, TokenLifetime = TimeSpan.FromMinutes(5) });
        using var client = new EmulatorClient(cloud);
        var fresh = await client.ListAsync();
        _clock.Advance(TimeSpan.FromMinutes(5));
        var late = await client.ListAsync();
        client.Token = cloud.MakeToken();
        var renewed = await client.ListAsync();
        cloud.RevokeTokens();
        var revoked = await client.ListAsync();

        Assert.Equal((200, 401, 200, 401), (fresh.Status, late.Status, renewed.Status, revoked.Status));
        Assert.Equal("ACCESS_TOKEN_EXPIRED", Reason(late));
    }

    [Fact]
    public async Task A_token_with_other_scopes_does_not_do()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud, cloud.MakeToken(scopes: "https://www.googleapis.com/auth/devstorage.read_only"));

        var reply = await client.ListAsync();

        Assert.Equal("403 PERMISSION_DENIED", reply.Refusal);
        Assert.Equal("ACCESS_TOKEN_SCOPE_INSUFFICIENT", Reason(reply));
    }

    [Fact]
    public async Task A_permission_that_is_missing_is_named()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        cloud.Project.Deny("aiplatform.customJobs.create");

        var reply = await client.CreateAsync();

        Assert.Equal("403 PERMISSION_DENIED", reply.Refusal);
        Assert.Equal(
            "Permission 'aiplatform.customJobs.create' denied on resource '//aiplatform.googleapis.com/projects/caliban-emulator/locations/us-central1' (or it may not exist).",
            reply.Message);
        Assert.Equal("IAM_PERMISSION_DENIED", Reason(reply));
        Assert.Equal("aiplatform.customJobs.create", Metadata(reply, "permission"));
        Assert.Equal(200, (await client.ListAsync()).Status);
    }

    [Fact]
    public async Task A_job_that_runs_as_a_service_account_needs_a_permission_on_it()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        cloud.Project.Deny("iam.serviceAccounts.actAs");

        var reply = await client.CreateAsync(JobBody.Of().Set("jobSpec.serviceAccount", "trainer@p.iam.gserviceaccount.com"));

        Assert.Equal("iam.serviceAccounts.actAs", Metadata(reply, "permission"));
        Assert.Equal(200, (await client.CreateAsync()).Status);
    }

    [Theory]
    [InlineData("aiplatform.googleapis.com", "/v1/projects/caliban-emulator/locations/us-central1/customJobs", "Vertex AI API")]
    [InlineData("compute.googleapis.com", "/compute/v1/projects/caliban-emulator/regions", "Compute Engine API")]
    [InlineData("cloudquotas.googleapis.com", "/v1/projects/caliban-emulator/locations/global/services/aiplatform.googleapis.com/quotaInfos", "Cloud Quotas API")]
    public async Task An_API_that_is_not_enabled_is_refused_with_the_link_that_enables_it(string service, string path, string title)
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        cloud.Project.Disable(service);

        var reply = await client.GetAsync(path);

        var address = $"https://console.developers.google.com/apis/api/{service}/overview?project=123456789012";
        Assert.Equal("403 PERMISSION_DENIED", reply.Refusal);
        Assert.StartsWith($"{title} has not been used in project 123456789012 before or it is disabled. Enable it by visiting {address} then retry.", reply.Message);
        Assert.Equal("SERVICE_DISABLED", Reason(reply));
        Assert.Equal(address, Metadata(reply, "activationUrl"));
        Assert.Equal(service, Metadata(reply, "service"));
        Assert.Equal(address, reply.Detail("Help").GetProperty("links")[0].GetProperty("url").GetString());
    }

    [Fact]
    public async Task A_project_that_does_not_exist_looks_like_one_without_permission()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);

        var reply = await client.PostAsync("/v1/projects/none/locations/us-central1/customJobs", JobBody.Of());

        Assert.Equal("403 PERMISSION_DENIED", reply.Refusal);
        Assert.EndsWith("(or it may not exist).", reply.Message);
        Assert.Equal("projects/none/locations/us-central1", Metadata(reply, "resource"));
    }

    [Fact]
    public async Task A_region_that_does_not_exist_is_denied()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);

        var reply = await client.PostAsync($"/v1/projects/{client.Project}/locations/mars-north1/customJobs", JobBody.Of());

        Assert.Equal("403 PERMISSION_DENIED", reply.Refusal);
        Assert.Equal("Permission denied on 'locations/mars-north1' (or it may not exist).", reply.Message);
        Assert.Equal("LOCATION_POLICY_VIOLATED", Reason(reply));
    }

    [Theory]
    [InlineData("us-central1-aiplatform.googleapis.com", 200)]
    [InlineData("europe-west4-aiplatform.googleapis.com", 400)]
    public async Task The_region_of_the_address_has_to_be_that_of_the_host(string host, int status)
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);

        Assert.Equal(status, (await client.SendAsync(HttpMethod.Get, client.Jobs, null, ("Host", host))).Status);
    }

    [Fact]
    public async Task The_quota_project_must_be_named_when_there_has_to_be_one()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync(new EmulatorOptions { QuotaProject = "billing" });
        using var client = new EmulatorClient(cloud);
        cloud.Projects.Add("billing");

        var missing = await client.GetAsync(client.Jobs);
        var other = await SendAsync(client, client.Project);
        var right = await SendAsync(client, "billing");

        Assert.Contains("requires a quota project", missing.Message);
        Assert.Equal("USER_PROJECT_DENIED", Reason(other));
        Assert.Equal(200, right.Status);
    }

    [Fact]
    public async Task A_named_quota_project_is_checked()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        var billing = cloud.Projects.Add("billing");

        var unknown = await SendAsync(client, "none");
        billing.Deny("serviceusage.services.use");
        var denied = await SendAsync(client, "billing");
        billing.Allow("serviceusage.services.use");
        billing.Disable("aiplatform.googleapis.com");
        var disabled = await SendAsync(client, "billing");

        Assert.Equal(["CONSUMER_INVALID", "USER_PROJECT_DENIED", "SERVICE_DISABLED"], new[] { unknown, denied, disabled }.Select(Reason));
    }

    private static Task<EmulatorClient.Reply> SendAsync(EmulatorClient client, string quotaProject) =>
        client.SendAsync(HttpMethod.Get, client.Jobs, null, ("x-goog-user-project", quotaProject));

    private static string Reason(EmulatorClient.Reply reply) => reply.Detail("ErrorInfo").GetProperty("reason").GetString()!;

    private static string Metadata(EmulatorClient.Reply reply, string name) => reply.Detail("ErrorInfo").GetProperty("metadata").GetProperty(name).GetString()!;
}
