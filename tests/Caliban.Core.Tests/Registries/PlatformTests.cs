using Caliban.Core.Registries;
using Caliban.Core.Registries.Platforms;
using Caliban.Testing.Registries;

namespace Caliban.Core.Tests.Registries;

/// <summary>One name for images of several platforms.</summary>
public sealed class PlatformTests
{
    private static readonly RegistryManifest Image = Blobs.Manifest([]);
    private static readonly RegistryManifest Other = Blobs.Manifest([], Blobs.Of(1));

    [Theory]
    [InlineData("linux/amd64", "linux/amd64")]
    [InlineData(" linux/arm64/v8 ", "linux/arm64")]
    [InlineData("linux/arm", "linux/arm/v7")]
    [InlineData("linux/arm/v6", "linux/arm/v6")]
    [InlineData("linux", null)]
    [InlineData("linux/", null)]
    [InlineData("a/b/c/d", null)]
    [InlineData("", null)]
    public void A_platform_is_read(string text, string? platform) => Assert.Equal(platform, ImagePlatform.Parse(text)?.ToString());

    [Theory]
    [InlineData("linux/amd64", """{"os":"linux","architecture":"arm64","variant":"v8"}""", """{"os":"linux","architecture":"amd64"}""")]
    [InlineData("linux/arm64", """{"os":"linux","architecture":"arm","variant":"v7"}""", """{"os":"linux","architecture":"arm64","variant":"v8"}""")]
    [InlineData("linux/arm64/v8", """{"os":"windows","architecture":"arm64"}""", """{"os":"linux","architecture":"arm64"}""")]
    [InlineData("linux/amd64", """{"os":"linux","architecture":"amd64","variant":"v3"}""", """{"os":"linux","architecture":"amd64"}""")]
    [InlineData("linux/amd64", """{"os":"unknown","architecture":"unknown"}""", """{"os":"linux","architecture":"amd64","variant":"v2"}""")]
    public async Task The_image_of_the_platform_is_found(string platform, string other, string wanted)
    {
        await using var trial = await Trial.StartAsync();
        Publish(trial, MediaTypes.OciIndex, (Other, other), (Image, wanted));

        Assert.Equal(Image.Digest, (await FindAsync(trial, platform))!.Digest);
    }

    [Fact]
    public async Task An_image_alone_is_taken_as_it_is()
    {
        await using var trial = await Trial.StartAsync();
        trial.Registry.Store.AddManifest(Trial.Path, "v1", Image.MediaType, Image.Content.ToArray());

        Assert.Equal(Image.Digest, (await FindAsync(trial, "linux/amd64"))!.Digest);
        Assert.Null(await trial.Repository.FindManifestAsync("v2", ImagePlatform.Parse("linux/amd64")!, "x", CancellationToken.None));
    }

    [Fact]
    public async Task The_only_image_of_a_list_that_tells_no_platform_is_taken()
    {
        await using var trial = await Trial.StartAsync();
        Publish(trial, MediaTypes.DockerIndex, (Image, "null"));

        Assert.Equal(Image.Digest, (await FindAsync(trial, "linux/amd64"))!.Digest);
    }

    [Fact]
    public async Task A_platform_that_is_not_there_is_told_with_those_that_are()
    {
        await using var trial = await Trial.StartAsync();
        Publish(trial, MediaTypes.OciIndex, (Other, """{"os":"linux","architecture":"arm64"}"""), (Image, """{"os":"linux","architecture":"arm","variant":"v7"}"""));

        var diagnostic = await Trial.FailsAsync(() => FindAsync(trial, "linux/amd64"));

        Assert.Equal("CAL3065", diagnostic.Descriptor.Code);
        Assert.Contains("has no image for linux/amd64; it has linux/arm64, linux/arm/v7", diagnostic.Message);
    }

    [Theory]
    [InlineData("""{"manifests":"x"}""")]
    [InlineData("""{"manifests":[null]}""")]
    [InlineData("""{"manifests":[{"digest":"sha256:../../x","size":1}]}""")]
    public async Task A_damaged_list_is_told(string json)
    {
        await using var trial = await Trial.StartAsync();
        trial.Registry.Store.AddManifest(Trial.Path, "v1", MediaTypes.OciIndex, Blobs.Manifest("", json).Content.ToArray());

        Assert.Equal("CAL3058", (await Trial.FailsAsync(() => FindAsync(trial, "linux/amd64"))).Descriptor.Code);
    }

    [Fact]
    public async Task A_list_that_names_what_is_not_there_is_told()
    {
        await using var trial = await Trial.StartAsync();
        Publish(trial, MediaTypes.OciIndex, (Image, "null"));
        trial.Registry.Store.Manifests.TryRemove(RegistryStore.Key(Trial.Path, Image.Digest), out _);

        Assert.Equal("CAL3067", (await Trial.FailsAsync(() => FindAsync(trial, "linux/amd64"))).Descriptor.Code);
    }

    private static void Publish(Trial trial, string type, params (RegistryManifest Manifest, string Platform)[] images)
    {
        foreach (var (manifest, _) in images)
        {
            trial.Registry.Store.AddManifest(Trial.Path, null, manifest.MediaType, manifest.Content.ToArray());
        }

        var entries = images.Select(image =>
            $$"""{"mediaType":"{{image.Manifest.MediaType}}","digest":"{{image.Manifest.Digest}}","size":{{image.Manifest.Content.Length}},"platform":{{image.Platform}}}""");
        var index = Blobs.Manifest(type, $$"""{"schemaVersion":2,"mediaType":"{{type}}","manifests":[{{string.Join(',', entries)}}]}""");
        trial.Registry.Store.AddManifest(Trial.Path, "v1", type, index.Content.ToArray());
    }

    private static Task<RegistryManifest?> FindAsync(Trial trial, string platform) =>
        trial.Repository.FindManifestAsync("v1", ImagePlatform.Parse(platform)!, $"{trial.Repository.Name}:v1", CancellationToken.None);
}
