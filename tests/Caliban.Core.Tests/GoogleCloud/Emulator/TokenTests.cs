using System.Security.Cryptography;
using System.Text.Json;
using Caliban.Emulator;
using Caliban.Testing;

namespace Caliban.Core.Tests.GoogleCloud.Emulator;

/// <summary>The token servers, spoken to by hand. What Google's own library makes of them is in <see cref="GoogleLibraryTests"/>.</summary>
public sealed class TokenTests : IDisposable
{
    private const string Bearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> BadAssertions => new()
    {
        { "iss=nobody@p.iam.gserviceaccount.com", "account not found" },
        { "kid=other", "Invalid JWT Signature." },
        { "key=other", "Invalid JWT Signature." },
        { "alg=HS256", "Invalid JWT Signature." },
        { "aud=https://example.com/token", "Failed audience check" },
        { "exp=-1", "Token must be a short-lived token (60 minutes)" },
        { "exp=7200", "Token must be a short-lived token (60 minutes)" },
        { "iat=3000", "Token must be a short-lived token (60 minutes)" },
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_good_assertion_gets_a_token_that_is_taken()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync(new EmulatorOptions { TokenLifetime = TimeSpan.FromMinutes(10) });
        using var client = new EmulatorClient(cloud) { Token = null };

        var reply = await ExchangeAsync(client, Assertion(cloud));

        Assert.Equal(600, reply.Json.GetProperty("expires_in").GetInt32());
        Assert.Equal("Bearer", reply.Json.GetProperty("token_type").GetString());
        client.Token = reply.Json.GetProperty("access_token").GetString();
        Assert.Equal(200, (await client.ListAsync()).Status);
    }

    [Theory]
    [MemberData(nameof(BadAssertions))]
    public async Task A_bad_assertion_is_refused(string change, string description)
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud) { Token = null };

        var reply = await ExchangeAsync(client, Assertion(cloud, change));

        Assert.Equal(400, reply.Status);
        Assert.Equal("invalid_grant", reply.Json.GetProperty("error").GetString());
        Assert.Contains(description, reply.Json.GetProperty("error_description").GetString());
    }

    [Fact]
    public async Task A_key_that_was_forgotten_gets_no_token()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud) { Token = null };
        var assertion = Assertion(cloud);
        cloud.ForgetAccounts();

        Assert.Equal(400, (await ExchangeAsync(client, assertion)).Status);
    }

    [Theory]
    [InlineData("refresh_token", "1//other", "invalid_grant")]
    [InlineData("client_id", "other", "invalid_client")]
    [InlineData("client_secret", "other", "invalid_client")]
    [InlineData("grant_type", "password", "unsupported_grant_type")]
    public async Task A_refresh_token_is_only_good_with_its_client(string field, string value, string error)
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud) { Token = null };
        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(cloud.WriteAuthorizedUser(_folder.Path)));
        var form = new Dictionary<string, string> { ["grant_type"] = "refresh_token" };
        foreach (var name in new[] { "refresh_token", "client_id", "client_secret" })
        {
            form[name] = file.RootElement.GetProperty(name).GetString()!;
        }

        var good = await client.PostFormAsync("/token", form);
        form[field] = value;
        var bad = await client.PostFormAsync("/token", form);

        Assert.Equal(200, good.Status);
        Assert.Equal(error, bad.Json.GetProperty("error").GetString());
    }

    [Fact]
    public async Task The_metadata_server_wants_its_header()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud) { Token = null };
        const string Path = "/computeMetadata/v1/instance/service-accounts/default/token";

        var without = await client.GetAsync(Path);
        var reply = await client.SendAsync(HttpMethod.Get, Path, null, ("Metadata-Flavor", "Google"));

        Assert.Equal(403, without.Status);
        client.Token = reply.Json.GetProperty("access_token").GetString();
        Assert.Equal(200, (await client.ListAsync()).Status);
    }

    [Theory]
    [InlineData("audience", "//iam.googleapis.com/other", "invalid_target")]
    [InlineData("grant_type", "other", "invalid_request")]
    [InlineData("subject_token_type", "other", "invalid_request")]
    [InlineData("subject_token", "a.b.c", "invalid_grant")]
    [InlineData("scope", "", "invalid_request")]
    public async Task The_token_of_a_workload_is_checked(string field, string value, string error)
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud) { Token = null };
        var form = WorkloadForm(cloud.WriteWorkloadIdentity(_folder.Path));
        form[field] = value;

        var reply = await client.PostFormAsync("/v1/token", form);

        Assert.Equal((400, error), (reply.Status, reply.Json.GetProperty("error").GetString()));
    }

    [Fact]
    public async Task The_token_of_a_workload_expires()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud) { Token = null };
        var form = WorkloadForm(cloud.WriteWorkloadIdentity(_folder.Path, lifetime: TimeSpan.FromSeconds(-1)));

        var reply = await client.PostFormAsync("/v1/token", form);

        Assert.Equal("ID Token is expired.", reply.Json.GetProperty("error_description").GetString());
    }

    [Fact]
    public async Task Nobody_acts_as_an_account_without_permission()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        var path = $"/v1/projects/-/serviceAccounts/{cloud.TrainerAccount}:generateAccessToken";
        var body = System.Text.Json.Nodes.JsonNode.Parse("""{"scope":["https://www.googleapis.com/auth/cloud-platform"],"lifetime":"300s"}""")!;

        var denied = await client.PostAsync(path, body);
        cloud.WriteImpersonated(_folder.Path);
        var given = await client.PostAsync(path, body);

        Assert.Equal("403 PERMISSION_DENIED", denied.Refusal);
        Assert.Equal("iam.serviceAccounts.getAccessToken", denied.Detail("ErrorInfo").GetProperty("metadata").GetProperty("permission").GetString());
        client.Token = given.Json.GetProperty("accessToken").GetString();
        Assert.Equal(200, (await client.ListAsync()).Status);
        Assert.Equal(cloud.TrainerAccount, cloud.Requests.Last().Caller);
    }

    /// <summary>An assertion as it should be, but for one change.</summary>
    private string Assertion(GoogleCloudEmulator cloud, string change = "")
    {
        using var file = JsonDocument.Parse(File.ReadAllText(cloud.WriteServiceAccountKey(_folder.Path)));
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        string Value(string name, string usual) => change.StartsWith($"{name}=") ? change[(name.Length + 1)..] : usual;
        using var key = RSA.Create(2048);
        if (change != "key=other")
        {
            key.ImportFromPem(file.RootElement.GetProperty("private_key").GetString());
        }

        var header = $$"""{"alg":"{{Value("alg", "RS256")}}","typ":"JWT","kid":"{{Value("kid", file.RootElement.GetProperty("private_key_id").GetString()!)}}"}""";
        var claims = $$"""
            {"iss":"{{Value("iss", cloud.ServiceAccount)}}","aud":"{{Value("aud", $"{cloud.Url}/token")}}","iat":{{now + long.Parse(Value("iat", "0"))}},
             "exp":{{now + long.Parse(Value("exp", "3600"))}},"scope":"https://www.googleapis.com/auth/cloud-platform"}
            """;
        var content = $"{Encode(header)}.{Encode(claims)}";
        return $"{content}.{System.Buffers.Text.Base64Url.EncodeToString(key.SignData(System.Text.Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private static string Encode(string text) => System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(text));

    private static Task<EmulatorClient.Reply> ExchangeAsync(EmulatorClient client, string assertion) => client.PostFormAsync(
        "/token", new Dictionary<string, string> { ["grant_type"] = Bearer, ["assertion"] = assertion });

    private static Dictionary<string, string> WorkloadForm(string path)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(path));
        return new Dictionary<string, string>
        {
            ["grant_type"] = "urn:ietf:params:oauth:grant-type:token-exchange",
            ["requested_token_type"] = "urn:ietf:params:oauth:token-type:access_token",
            ["audience"] = file.RootElement.GetProperty("audience").GetString()!,
            ["subject_token_type"] = file.RootElement.GetProperty("subject_token_type").GetString()!,
            ["subject_token"] = File.ReadAllText(file.RootElement.GetProperty("credential_source").GetProperty("file").GetString()!),
            ["scope"] = "https://www.googleapis.com/auth/cloud-platform",
        };
    }
}
