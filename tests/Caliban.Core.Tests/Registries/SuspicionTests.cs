using Caliban.Core.Registries.Credentials;
using Caliban.Testing.Registries;

namespace Caliban.Core.Tests.Registries;

/// <summary>Logins and requests that a registry would like to see go elsewhere.</summary>
public sealed class SuspicionTests
{
    private const string Host = "registry.example.com";
    private static readonly RegistryCredential Login = RegistryCredential.Password("someone", "the-password", "x");
    private static readonly byte[] Content = Blobs.Of(1000);

    [Theory]
    [InlineData("http://auth.example.com/token", "CAL3061", "it does not use TLS")]
    [InlineData("https://127.0.0.1/token", "CAL3061", "this machine or a private network")]
    [InlineData("https://localhost/token", "CAL3061", "this machine or a private network")]
    [InlineData("https://169.254.169.254/token", "CAL3061", "this machine or a private network")]
    [InlineData("https://[::ffff:192.168.0.1]/token", "CAL3061", "this machine or a private network")]
    [InlineData("https://user:word@auth.example.com/token", "CAL3061", "holds a login of its own")]
    [InlineData("ftp://auth.example.com/token", "CAL3058", "names no server")]
    [InlineData("/token", "CAL3058", "names no server")]
    public async Task A_login_is_not_sent_to_a_suspicious_realm(string realm, string code, string words)
    {
        await using var trial = await Start($"Bearer realm=\"{realm}\"");

        var diagnostic = await Trial.FailsAsync(() => trial.UploadAsync(Content));

        Assert.Equal(code, diagnostic.Descriptor.Code);
        Assert.Contains(words, diagnostic.Message);
        Assert.DoesNotContain(trial.Registry.Requests, request => request.Authorization is not null);
    }

    [Fact]
    public async Task A_login_goes_to_a_realm_outside_with_TLS()
    {
        await using var trial = await Start("Bearer realm=\"https://auth.example.com/token?a=b\"");

        await trial.UploadAsync(Content);

        Assert.All(
            trial.Registry.Requests.Where(request => request.Authorization?.StartsWith("Basic ", StringComparison.Ordinal) == true),
            request => Assert.Equal("auth.example.com", request.Host));
        Assert.StartsWith("?a=b&scope=", trial.Registry.Requests.Single(request => request.Path == "/token").Query);
    }

    [Fact]
    public async Task A_registry_on_this_machine_does_not_send_logins_out_in_plain_text()
    {
        await using var trial = await Trial.StartAsync(Login);
        trial.Registry.Authority.Challenges.Add("Bearer realm=\"http://auth.example.com/token\"");

        Assert.Equal("CAL3061", (await Trial.FailsAsync(() => trial.UploadAsync(Content))).Descriptor.Code);
    }

    [Fact]
    public async Task A_token_server_that_redirects_is_not_followed()
    {
        await using var trial = await Start("Bearer realm=\"https://auth.example.com/token\"");
        trial.Registry.Add(RegistryFault.Redirect("GET", "/token", "https://evil.example.com/token"));

        Assert.Equal("CAL3057", (await Trial.FailsAsync(() => trial.UploadAsync(Content))).Descriptor.Code);
        Assert.DoesNotContain(trial.Registry.Requests, request => request.Host == "evil.example.com");
    }

    [Fact]
    public async Task A_redirect_to_storage_is_followed_without_the_login()
    {
        await using var trial = await Start("Basic realm=\"x\"");
        trial.Registry.Store.Add(Trial.Path, Content);
        Authorized(trial, "https://storage.example.com/bucket?signature=abc");
        trial.Registry.Add(new RegistryFault("GET", "/bucket", async context =>
        {
            await context.Response.Body.WriteAsync(Content);
            return true;
        }));

        Assert.Equal(Content, await ReadAsync(trial));

        var stored = trial.Registry.Requests.Single(request => request.Path == "/bucket");
        Assert.Equal(("storage.example.com", "?signature=abc", null), (stored.Host, stored.Query, stored.Authorization));
    }

    [Fact]
    public async Task A_redirect_within_the_registry_keeps_the_login()
    {
        await using var trial = await Start("Basic realm=\"x\"");
        var digest = trial.Registry.Store.Add("other/place", Content);
        Authorized(trial, $"/v2/other/place/blobs/{digest}");

        Assert.Equal(Content, await ReadAsync(trial));
    }

    [Theory]
    [InlineData("http://storage.example.com/x", "it leaves TLS for plain HTTP")]
    [InlineData("https://10.0.0.1/x", "this machine or a private network")]
    [InlineData("https://localhost:8080/x", "this machine or a private network")]
    [InlineData("https://a:b@storage.example.com/x", "it holds a login")]
    [InlineData("file:///etc/passwd", "it is not an HTTP address")]
    public async Task A_suspicious_redirect_is_refused(string location, string words)
    {
        await using var trial = await Trial.StartAsync(host: Host);
        trial.Registry.Add(RegistryFault.Redirect("GET", "/blobs/", location));

        var diagnostic = await Trial.FailsAsync(() => ReadAsync(trial));

        Assert.Equal("CAL3062", diagnostic.Descriptor.Code);
        Assert.Contains(words, diagnostic.Message);
        Assert.Single(trial.Registry.Requests);
    }

    [Fact]
    public async Task A_registry_that_does_not_know_of_its_TLS_is_asked_over_TLS_all_the_same()
    {
        await using var trial = await Trial.StartAsync(host: Host);
        trial.Registry.UploadLocation = $"http://{Host}/v2/{{path}}/blobs/uploads/{{id}}";

        await trial.UploadAsync(Content);

        Assert.Single(trial.Registry.Store.Blobs);
    }

    [Fact]
    public async Task An_upload_is_not_sent_out_of_TLS()
    {
        await using var trial = await Trial.StartAsync(host: Host);
        trial.Registry.UploadLocation = "http://storage.example.com/{id}";

        Assert.Equal("CAL3062", (await Trial.FailsAsync(() => trial.UploadAsync(Content))).Descriptor.Code);
    }

    [Fact]
    public async Task An_upload_to_another_host_carries_no_login()
    {
        await using var trial = await Start("Basic realm=\"x\"");
        trial.Registry.UploadLocation = "https://storage.example.com/upload";
        trial.Registry.Add(RegistryFault.Status("PUT", "/upload", 201));

        await trial.UploadAsync(Content);

        Assert.Null(trial.Registry.Requests.Single(request => request.Host == "storage.example.com").Authorization);
    }

    [Fact]
    public async Task A_storage_server_that_asks_for_a_login_gets_none()
    {
        await using var trial = await Start("Basic realm=\"x\"");
        Authorized(trial, "https://storage.example.com/bucket");
        trial.Registry.Add(RegistryFault.Status("GET", "/bucket", 401));

        var diagnostic = await Trial.FailsAsync(() => ReadAsync(trial));

        Assert.Equal("CAL3062", diagnostic.Descriptor.Code);
        Assert.Contains("it asks for a login", diagnostic.Message);
    }

    [Fact]
    public async Task Redirects_end()
    {
        await using var trial = await Trial.StartAsync(host: Host);
        trial.Registry.Add(RegistryFault.Redirect("GET", "/", "/v2/again/blobs/x") with { Times = 99 });

        var diagnostic = await Trial.FailsAsync(() => ReadAsync(trial));

        Assert.Contains("too many redirects", diagnostic.Message);
        Assert.Equal(6, trial.Registry.Requests.Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("http://[not/an/address")]
    public async Task An_upload_that_leads_nowhere_is_told(string? location)
    {
        await using var trial = await Trial.StartAsync(host: Host);
        trial.Registry.UploadLocation = location ?? "";

        var diagnostic = await Trial.FailsAsync(() => trial.UploadAsync(Content));

        Assert.Equal("CAL3058", diagnostic.Descriptor.Code);
        Assert.Contains("202 without a usable Location", diagnostic.Message);
    }

    private static async Task<Trial> Start(string challenge)
    {
        var trial = await Trial.StartAsync(Login, Host);
        trial.Registry.Authority.Challenges.Add(challenge);
        (trial.Registry.Authority.User, trial.Registry.Authority.Password) = ("someone", "the-password");
        return trial;
    }

    /// <summary>Redirects the first request for a blob that has a login.</summary>
    private static void Authorized(Trial trial, string location)
    {
        trial.Registry.Add(new RegistryFault("GET", $"{Trial.Path}/blobs/", async context =>
        {
            await trial.Registry.Authority.RefuseAsync(context);
            return true;
        }));
        trial.Registry.Add(RegistryFault.Redirect("GET", $"{Trial.Path}/blobs/", location));
    }

    private static async Task<byte[]> ReadAsync(Trial trial) =>
        await Blobs.ReadAsync(await trial.Repository.OpenBlobAsync(Blobs.Describe(Content), CancellationToken.None));
}
