using System.Security.Cryptography;
using Caliban.Core.Diagnostics;
using Caliban.Core.GoogleCloud.Credentials;
using Caliban.Core.Registries;
using Caliban.Core.Registries.Credentials;
using Caliban.Core.Tests.Registries;
using Caliban.Testing.Registries;

namespace Caliban.Core.Tests.GoogleCloud;

/// <summary>Tokens for Google Cloud, and what they are used for.</summary>
public sealed class GoogleAccessTokenTests : IDisposable
{
    private readonly GoogleFiles _files = new();
    private readonly RSA _key = RSA.Create(2048);

    [Fact]
    public async Task A_key_is_exchanged_for_a_token_at_the_server_it_names()
    {
        await using var host = await HostileRegistry.StartAsync();
        var server = new GoogleTokenServer(host, _key);
        server.Answer(times: 9);
        using var token = Open(server);

        Assert.Equal(GoogleTokenServer.Token, await token.GetAsync(CancellationToken.None));
        Assert.Equal(GoogleTokenServer.Token, await token.GetAsync(CancellationToken.None));

        Assert.Equal(1, server.Given);
        Assert.Empty(server.Mistakes);
    }

    [Fact]
    public async Task A_refusal_is_told_in_the_servers_words()
    {
        await using var host = await HostileRegistry.StartAsync();
        var server = new GoogleTokenServer(host, _key);
        server.Answer(times: 9, 400, """{"error":"invalid_grant","error_description":"Invalid JWT Signature."}""");

        var diagnostic = await Trial.FailsAsync(() => Open(server).GetAsync(CancellationToken.None));

        Assert.Equal("CAL3073", diagnostic.Descriptor.Code);
        Assert.Contains("invalid_grant Invalid JWT Signature.", diagnostic.Message);
    }

    [Fact]
    public async Task A_server_that_is_gone_is_told()
    {
        var host = await HostileRegistry.StartAsync();
        using var token = Open(new GoogleTokenServer(host, _key));
        await host.DisposeAsync();

        Assert.Equal("CAL3076", (await Trial.FailsAsync(() => token.GetAsync(CancellationToken.None))).Descriptor.Code);
    }

    [Theory]
    [InlineData("""{"type":"service_account"}""")]
    [InlineData("""{"type":"service_account","client_email":"a@b.c","private_key":"-----BEGIN PRIVATE KEY-----\nplanted\n-----END PRIVATE KEY-----"}""")]
    [InlineData("""{"type":"authorized_user","client_id":"planted"}""")]
    public async Task A_damaged_key_is_told_without_what_it_holds(string content)
    {
        var file = new GoogleCredentialFile(_files.Write("key.json", content), content.Contains("service_account") ? "service_account" : "authorized_user", "CalibanCloudKey");

        var exception = await Assert.ThrowsAsync<DiagnosticException>(() => new GoogleAccessToken(file).GetAsync(CancellationToken.None));

        Assert.Equal("CAL3071", exception.Diagnostics[0].Descriptor.Code);
        Assert.DoesNotContain("planted", exception.ToString());
    }

    [Theory]
    [InlineData("gcr.io", true)]
    [InlineData("eu.gcr.io", true)]
    [InlineData("europe-west4-docker.pkg.dev", true)]
    [InlineData("docker.europe-west4.rep.pkg.dev", true)]
    [InlineData("gcr.io:8080", false)]
    [InlineData("gcr.io.evil.x", false)]
    [InlineData("evilgcr.io", false)]
    [InlineData("127.0.0.1:5000", false)]
    [InlineData("docker.io", false)]
    public async Task Only_registries_of_Google_get_the_token(string registry, bool isGoogle)
    {
        await using var host = await HostileRegistry.StartAsync();
        var server = new GoogleTokenServer(host, _key);
        server.Answer(times: 9);
        _files.Variables["GOOGLE_APPLICATION_CREDENTIALS"] = _files.WriteKey("key.json", _key, server.Address);

        var search = await new GoogleRegistryCredentials("", _files.Variables.GetValueOrDefault).FindAsync(registry, CancellationToken.None);

        Assert.Equal(isGoogle ? ("oauth2accesstoken", GoogleTokenServer.Token) : (null, null), (search.Credential?.UserName, search.Credential?.Secret));
        Assert.Equal(isGoogle ? 1 : 0, server.Given);
        Assert.DoesNotContain(GoogleTokenServer.Token, search.ToString());
    }

    [Fact]
    public async Task An_image_is_pushed_to_Artifact_Registry_with_a_key()
    {
        await using var host = await HostileRegistry.StartAsync();
        var server = new GoogleTokenServer(host, _key);
        server.Answer(times: 1);
        host.Authority.Challenges.Add("Bearer realm=\"https://europe-west4-docker.pkg.dev/token\",service=\"europe-west4-docker.pkg.dev\"");
        (host.Authority.User, host.Authority.Password) = ("oauth2accesstoken", GoogleTokenServer.Token);
        using var handler = new LeadingHandler(host.Address);
        using var client = new RegistryClient(new RegistryClientOptions
        {
            Credentials = CredentialChain.Create(_files.WriteKey("key.json", _key, server.Address), _files.Variables.GetValueOrDefault),
            Handler = handler,
        });
        var repository = client.Open(new RepositoryName("europe-west4-docker.pkg.dev", "my-project/caliban/trial"));
        var image = new PushedImage("{}"u8.ToArray(), Blobs.Of(1000));

        await image.PushAsync(repository, "v1");

        await image.CheckAsync(repository, "v1");
        Assert.Empty(host.Violations);
    }

    public void Dispose()
    {
        _files.Dispose();
        _key.Dispose();
    }

    private GoogleAccessToken Open(GoogleTokenServer server) =>
        new(GoogleCredentialFile.Find(_files.WriteKey("key.json", _key, server.Address), _files.Variables.GetValueOrDefault)!);
}
