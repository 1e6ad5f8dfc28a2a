using Caliban.Core.Registries;
using Caliban.Core.Registries.Credentials;
using Caliban.Testing;
using Caliban.Testing.Registries;

namespace Caliban.Core.Tests.Registries;

/// <summary>The registry that others measure themselves by.</summary>
public sealed class RealRegistryTests
{
    private static readonly PushedImage Image = new("{}"u8.ToArray(), Blobs.Of(5_000_000, 1), Blobs.Of(10, 2), []);

    [RealRegistryFact]
    public async Task An_image_is_pushed_and_read_back()
    {
        await using var registry = await RealRegistry.StartAsync();
        using var client = new RegistryClient(new RegistryClientOptions());
        var repository = client.Open(new RepositoryName(registry.Address, "team/image"));

        await Image.PushAsync(repository, "v1");

        await Image.CheckAsync(repository, "v1");
        await Image.CheckAsync(repository, Image.Manifest.Digest);
        Assert.Equal(Image.Manifest.Digest, await repository.FindDigestAsync("v1", CancellationToken.None));
        Assert.Null(await repository.FindManifestAsync("v2", CancellationToken.None));
        Assert.Null(await client.Open(new RepositoryName(registry.Address, "no/such")).FindManifestAsync("v1", CancellationToken.None));
    }

    [RealRegistryFact]
    public async Task A_blob_is_taken_over_from_another_repository()
    {
        await using var registry = await RealRegistry.StartAsync();
        using var client = new RegistryClient(new RegistryClientOptions());
        await Image.PushAsync(client.Open(new RepositoryName(registry.Address, "team/image")), "v1");
        var other = client.Open(new RepositoryName(registry.Address, "other"));
        var digest = Blobs.Describe(Image.Layers[0]).Digest;

        Assert.True(await other.MountBlobAsync(digest, "team/image", CancellationToken.None));
        Assert.True(await other.HasBlobAsync(digest, CancellationToken.None));
        Assert.False(await other.MountBlobAsync(ContentDigest.Of([7]), "team/image", CancellationToken.None));
    }

    [RealRegistryFact]
    public async Task A_login_from_Dockers_configuration_opens_a_guarded_registry()
    {
        await using var registry = await RealRegistry.StartAsync("someone", "pass:wörd");
        using var folder = new TemporaryFolder();
        var auth = Convert.ToBase64String("someone:pass:wörd"u8);
        folder.Write("config.json", $$"""{"auths":{"{{registry.Address}}":{"auth":"{{auth}}"} } }""");
        using var client = new RegistryClient(new RegistryClientOptions { Credentials = CredentialChain.Create("", name => name == "DOCKER_CONFIG" ? folder.Path : null) });
        var repository = client.Open(new RepositoryName(registry.Address, "team/image"));

        await Image.PushAsync(repository, "v1");

        await Image.CheckAsync(repository, "v1");
    }

    [RealRegistryFact]
    public async Task A_guarded_registry_refuses_a_wrong_login_and_none()
    {
        await using var registry = await RealRegistry.StartAsync("someone", "password");
        foreach (var credential in (RegistryCredential?[])[RegistryCredential.Password("someone", "planted", "'/a/config.json'"), null])
        {
            using var client = new RegistryClient(new RegistryClientOptions { Credentials = new OneCredential(credential) });
            var repository = client.Open(new RepositoryName(registry.Address, "team/image"));

            var diagnostic = await Trial.FailsAsync(() => Image.PushAsync(repository, "v1"));

            Assert.Equal("CAL3054", diagnostic.Descriptor.Code);
            Assert.Contains("'/a/config.json'", diagnostic.Message);
            Assert.DoesNotContain("planted", diagnostic.Message);
        }
    }

    [RealRegistryFact]
    public async Task A_registry_that_ends_in_the_middle_is_waited_for_and_gets_the_rest()
    {
        await using var registry = await RealRegistry.StartAsync();
        await using var hold = new StoppedOnce(registry);
        using var client = new RegistryClient(new RegistryClientOptions());
        var repository = client.Open(new RepositoryName(registry.Address, "team/image"));
        var content = Image.Layers[0];

        await repository.UploadBlobAsync(
            Blobs.Describe(content), _ => Task.FromResult<Stream>(new MemoryStream(content)), CancellationToken.None);
        await repository.UploadBlobAsync(
            Blobs.Describe(Image.Layers[1]), async _ => await hold.OpenAsync(Image.Layers[1]), CancellationToken.None);

        Assert.True(await repository.HasBlobAsync(Blobs.Describe(content).Digest, CancellationToken.None));
        Assert.True(await repository.HasBlobAsync(Blobs.Describe(Image.Layers[1]).Digest, CancellationToken.None));
    }

    [RealRegistryFact]
    public async Task A_registry_that_is_gone_is_unreachable()
    {
        await using var registry = await RealRegistry.StartAsync();
        await registry.StopAsync();
        using var client = new RegistryClient(new RegistryClientOptions { Time = new SkippedWaits() });

        var diagnostic = await Trial.FailsAsync(() =>
            client.Open(new RepositoryName(registry.Address, "team/image")).FindManifestAsync("v1", CancellationToken.None));

        Assert.Equal("CAL3052", diagnostic.Descriptor.Code);
        Assert.Contains("refused", diagnostic.Message, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Ends a registry when the first content is opened, and starts it again.</summary>
    private sealed class StoppedOnce(RealRegistry registry) : IAsyncDisposable
    {
        private Task? _resumed;

        public async Task<Stream> OpenAsync(byte[] content)
        {
            if (_resumed is null)
            {
                await registry.StopAsync();
                _resumed = registry.ResumeAsync();
            }

            return new MemoryStream(content);
        }

        public async ValueTask DisposeAsync() => await (_resumed ?? Task.CompletedTask);
    }
}
