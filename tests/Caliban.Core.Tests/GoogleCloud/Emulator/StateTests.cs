using Caliban.Emulator;
using Caliban.Emulator.Jobs;
using Caliban.Testing;
using Google.Apis.Auth.OAuth2;

namespace Caliban.Core.Tests.GoogleCloud.Emulator;

public sealed class StateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_new_emulator_goes_on_with_what_another_left_on_the_same_port()
    {
        var clock = new ManualClock();
        var options = new EmulatorOptions { StateFile = Path.Combine(_folder.Path, "state.json"), Clock = clock, Rules = [JobRule.Argument("--fail", JobFate.Fail(3))] };
        string token, running, failed, operation, key;
        int port;
        await using (var cloud = await GoogleCloudEmulator.StartAsync(options))
        {
            using var client = new EmulatorClient(cloud);
            port = cloud.Port;
            token = client.Token!;
            key = cloud.WriteServiceAccountKey(_folder.Path);
            failed = (await client.CreateAsync(JobBody.WithArguments("--fail"))).Name;
            var gone = (await client.CreateAsync(JobBody.Of("gone"))).Name;
            clock.Advance(TimeSpan.FromSeconds(1));
            operation = (await client.SendAsync(HttpMethod.Delete, $"/v1/{gone}")).Name;
            running = (await client.CreateAsync(JobBody.Of("job", ("run", "x")))).Name;
            cloud.Log(cloud.Jobs.Last(), "kept", "workerpool5-0");
            cloud.SetQuota("us-central1", "cpus", 1);
        }

        await using var next = await GoogleCloudEmulator.StartAsync(options with { Port = port });
        using var again = new EmulatorClient(next, token);

        Assert.Equal("JOB_STATE_RUNNING", (await again.GetAsync($"/v1/{running}")).State);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("JOB_STATE_SUCCEEDED", (await again.GetAsync($"/v1/{running}")).State);
        Assert.Equal(3, (await again.GetAsync($"/v1/{failed}")).Json.GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(200, (await again.GetAsync($"/v1/{operation}")).Status);
        Assert.Equal("job", await again.NamesAsync("labels.run=\"x\""));
        Assert.Equal(3, next.Jobs.Count);
        Assert.Equal(429, (await again.CreateAsync()).Status);
        Assert.Contains("kept", (await again.PostAsync("/v2/entries:list", System.Text.Json.Nodes.JsonNode.Parse($$"""{"resourceNames":["projects/{{again.Project}}"]}""")!)).Body);
        again.Token = await ExchangeAsync(key);
        Assert.Equal(200, (await again.ListAsync()).Status);
    }

    [Fact]
    public async Task What_was_answered_is_on_the_disk()
    {
        var options = new EmulatorOptions { StateFile = Path.Combine(_folder.Path, "state.json") };
        await using var cloud = await GoogleCloudEmulator.StartAsync(options);
        using var client = new EmulatorClient(cloud);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(async number =>
        {
            var made = await client.CreateAsync(JobBody.Of($"job-{number}"));
            await using var copy = await GoogleCloudEmulator.StartAsync(options);
            Assert.Contains(copy.Jobs, job => job.Name == made.Name);
        }));
    }

    [Fact]
    public async Task A_stopped_emulator_takes_no_connections_until_it_goes_on()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        await client.CreateAsync(JobBody.Of("kept"));

        await cloud.StopAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.ListAsync());
        await cloud.ResumeAsync();

        Assert.Equal("kept", await client.NamesAsync(""));
    }

    private static Task<string> ExchangeAsync(string key) =>
        ((ITokenAccess)CredentialFactory.FromFile<ServiceAccountCredential>(key).ToGoogleCredential().CreateScoped("https://www.googleapis.com/auth/cloud-platform"))
            .GetAccessTokenForRequestAsync();
}
