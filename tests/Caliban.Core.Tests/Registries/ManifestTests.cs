using System.Text;
using Caliban.Core.Registries;
using Caliban.Testing.Registries;

namespace Caliban.Core.Tests.Registries;

/// <summary>Manifests, to and from a registry that fails on purpose.</summary>
public sealed class ManifestTests
{
    private static readonly RegistryManifest Manifest = Blobs.Manifest([]);

    [Fact]
    public async Task A_manifest_is_found_by_its_tag_and_by_its_digest_as_it_was_written()
    {
        await using var trial = await Prepared();
        await trial.Repository.PutManifestAsync("v1", Manifest, CancellationToken.None);

        foreach (var reference in (string[])["v1", Manifest.Digest])
        {
            var found = (await trial.Repository.FindManifestAsync(reference, CancellationToken.None))!;
            Assert.Equal((Manifest.MediaType, Manifest.Digest), (found.MediaType, found.Digest));
            Assert.Equal(Manifest.Content.ToArray(), found.Content.ToArray());
            Assert.Equal(Manifest.Digest, await trial.Repository.FindDigestAsync(reference, CancellationToken.None));
        }

        Assert.Empty(trial.Registry.Violations);
    }

    [Fact]
    public async Task A_manifest_that_is_not_there_is_none()
    {
        await using var trial = await Trial.StartAsync();

        Assert.Null(await trial.Repository.FindManifestAsync("v1", CancellationToken.None));
        Assert.Null(await trial.Repository.FindDigestAsync("v1", CancellationToken.None));
    }

    [Fact]
    public async Task A_registry_that_tells_no_digest_is_asked_for_the_manifest()
    {
        await using var trial = await Prepared();
        trial.Registry.Store.AddManifest(Trial.Path, "v1", Manifest.MediaType, Manifest.Content.ToArray());
        trial.Registry.Add(RegistryFault.Header("HEAD", "/manifests/", "Docker-Content-Digest", ""));

        Assert.Equal(Manifest.Digest, await trial.Repository.FindDigestAsync("v1", CancellationToken.None));
    }

    [Fact]
    public async Task A_manifest_that_was_accepted_and_lost_is_sent_again()
    {
        await using var trial = await Prepared();
        trial.Registry.Add(Lose());

        await trial.Repository.PutManifestAsync("v1", Manifest, CancellationToken.None);

        Assert.Equal(Manifest.Digest, await trial.Repository.FindDigestAsync("v1", CancellationToken.None));
        Assert.Equal(2, trial.Registry.Requests.Count(request => request.Method == "PUT"));
    }

    [Fact]
    public async Task A_registry_that_keeps_losing_it_is_found_out()
    {
        await using var trial = await Prepared();
        trial.Registry.Add(Lose() with { Times = 9 });

        var diagnostic = await Trial.FailsAsync(() => trial.Repository.PutManifestAsync("v1", Manifest, CancellationToken.None));

        Assert.Equal("CAL3059", diagnostic.Descriptor.Code);
        Assert.Contains("it shows none of that name. It was sent 3 times", diagnostic.Message);
    }

    [Fact]
    public async Task A_tag_that_shows_another_image_is_found_out()
    {
        await using var trial = await Prepared();
        var other = Blobs.Manifest([], Blobs.Of(1));
        trial.Registry.Store.AddManifest(Trial.Path, "v1", other.MediaType, other.Content.ToArray());
        trial.Registry.Add(Lose() with { Times = 9 });

        var diagnostic = await Trial.FailsAsync(() => trial.Repository.PutManifestAsync("v1", Manifest, CancellationToken.None));

        Assert.Equal("CAL3059", diagnostic.Descriptor.Code);
        Assert.Contains($"it shows {other.Digest} instead of {Manifest.Digest}", diagnostic.Message);
    }

    [Fact]
    public async Task A_manifest_whose_blobs_the_registry_lost_is_refused_in_its_own_words()
    {
        await using var trial = await Trial.StartAsync();

        var diagnostic = await Trial.FailsAsync(() => trial.Repository.PutManifestAsync("v1", Manifest, CancellationToken.None));

        Assert.Contains("MANIFEST_BLOB_UNKNOWN: so it is", diagnostic.Message);
    }

    [Fact]
    public async Task A_registry_that_lies_about_a_digest_is_found_out()
    {
        await using var trial = await Prepared();
        var other = ContentDigest.Of([1]);
        trial.Registry.Store.Manifests[RegistryStore.Key(Trial.Path, other)] = (Manifest.MediaType, Manifest.Content.ToArray());
        trial.Registry.Store.AddManifest(Trial.Path, "v1", Manifest.MediaType, Manifest.Content.ToArray());
        trial.Registry.Add(RegistryFault.Header("GET", "/manifests/v1", "Docker-Content-Digest", other));

        Assert.Equal("CAL3060", (await Trial.FailsAsync(() => trial.Repository.FindManifestAsync(other, CancellationToken.None))).Descriptor.Code);
        Assert.Equal("CAL3060", (await Trial.FailsAsync(() => trial.Repository.FindManifestAsync("v1", CancellationToken.None))).Descriptor.Code);
    }

    [Fact]
    public async Task A_manifest_has_a_limit()
    {
        await using var trial = await Trial.StartAsync();
        trial.Registry.Store.AddManifest(Trial.Path, "v1", Manifest.MediaType, new byte[(4 * 1024 * 1024) + 1]);

        var diagnostic = await Trial.FailsAsync(() => trial.Repository.FindManifestAsync("v1", CancellationToken.None));

        Assert.Equal("CAL3058", diagnostic.Descriptor.Code);
        Assert.Contains("larger than 4 MiB", diagnostic.Message);
    }

    [Theory]
    [InlineData("<html>login here</html>")]
    [InlineData("[]")]
    [InlineData("{\"schemaVersion\":1}")]
    public async Task What_is_no_manifest_is_not_taken_for_one(string body)
    {
        await using var trial = await Trial.StartAsync();
        trial.Registry.Store.AddManifest(Trial.Path, "v1", "text/html", Encoding.UTF8.GetBytes(body));

        Assert.Equal("CAL3058", (await Trial.FailsAsync(() => trial.Repository.FindManifestAsync("v1", CancellationToken.None))).Descriptor.Code);
    }

    [Fact]
    public async Task A_manifest_says_itself_what_it_is_where_the_registry_does_not()
    {
        await using var trial = await Trial.StartAsync();
        trial.Registry.Store.AddManifest(Trial.Path, "v1", "application/json", Manifest.Content.ToArray());

        Assert.Equal(MediaTypes.OciManifest, (await trial.Repository.FindManifestAsync("v1", CancellationToken.None))!.MediaType);
    }

    [Fact]
    public async Task A_manifest_that_breaks_off_is_asked_for_again()
    {
        await using var trial = await Trial.StartAsync();
        trial.Registry.Store.AddManifest(Trial.Path, "v1", Manifest.MediaType, Manifest.Content.ToArray());
        trial.Registry.Add(new RegistryFault("GET", "/manifests/", async context =>
        {
            context.Response.ContentLength = Manifest.Content.Length;
            await context.Response.Body.WriteAsync(Manifest.Content[..10]);
            await context.Response.Body.FlushAsync();
            context.Abort();
            return true;
        }));

        Assert.Equal(Manifest.Digest, (await trial.Repository.FindManifestAsync("v1", CancellationToken.None))!.Digest);
        Assert.Single(trial.Said);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("../../v2/other/manifests/v1")]
    [InlineData("")]
    public async Task What_is_no_tag_is_not_asked_for(string tag)
    {
        await using var trial = await Trial.StartAsync();

        Assert.Equal("CAL3050", (await Trial.FailsAsync(() => trial.Repository.FindManifestAsync(tag, CancellationToken.None))).Descriptor.Code);
        Assert.Empty(trial.Registry.Requests);
    }

    /// <summary>A registry that has the config of the manifest.</summary>
    private static async Task<Trial> Prepared()
    {
        var trial = await Trial.StartAsync();
        trial.Registry.Store.Add(Trial.Path, []);
        return trial;
    }

    private static RegistryFault Lose() => RegistryFault.Status("PUT", "/manifests/", 201);
}
