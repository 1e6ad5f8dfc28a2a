using System.Text;
using Caliban.Core.Diagnostics;
using Caliban.Core.Images.Composition;
using Caliban.Core.Registries;
using Caliban.Core.Tests.Images.Publishing;

namespace Caliban.Core.Tests.Images.Composition;

public sealed class EnvironmentImageTests
{
    private readonly MemoryRepository _repository = new MemoryRegistry()["registry.example.com/base"];

    [Fact]
    public async Task There_may_be_none() => Assert.Null(await FindAsync());

    [Fact]
    public async Task Of_several_platforms_the_declared_one_is_taken()
    {
        var (intel, arm) = (new TrialImage(layers: "intel").Put(_repository, "x"), new TrialImage(platform: "linux/arm64", layers: "arm").Put(_repository, "y"));
        PutIndex($$$"""
            {"schemaVersion":2,"manifests":[
            {"mediaType":"{{{intel.Stored.MediaType}}}","digest":"{{{intel.Stored.Digest}}}","size":1,"platform":{"os":"linux","architecture":"amd64"}},
            {"mediaType":"{{{arm.Stored.MediaType}}}","digest":"{{{arm.Stored.Digest}}}","size":1,"platform":{"os":"linux","architecture":"arm64"}}]}
            """);

        Assert.Equal(intel.Stored.Digest, (await FindAsync())!.Stored.Digest);
        Assert.Equal(arm.Stored.Digest, (await FindAsync("linux/arm64"))!.Stored.Digest);
    }

    [Fact]
    public async Task An_image_for_another_platform_is_refused()
    {
        new TrialImage(platform: "linux/arm64").Put(_repository, "tag");

        var mistake = await RefusedAsync();

        Assert.Same(LayerDiagnostics.WrongPlatform, mistake.Descriptor);
        Assert.StartsWith("'base:tag' is an image for linux/arm64, and CalibanPlatform is linux/amd64.", mistake.Message);
    }

    [Theory]
    [InlineData("{}", "it has no layers")]
    [InlineData("[]", "it has no layers")]
    [InlineData("""{"layers":[]}""", "it names a part without a valid digest or size")]
    [InlineData("""{"config":{"mediaType":"x","digest":"sha256:../../etc/passwd","size":1},"layers":[]}""", "it names a part without a valid digest or size")]
    [InlineData("""{"config":{"mediaType":"x","digest":"CONFIG","size":-1},"layers":[]}""", "it names a part without a valid digest or size")]
    [InlineData("""{"config":{"mediaType":"x","digest":"CONFIG","size":1000000000},"layers":[]}""", "its configuration is too large")]
    [InlineData("""{"config":{"mediaType":"x","digest":"CONFIG","size":1},"layers":[null]}""", "it names a part without a valid digest or size")]
    [InlineData("""{"config":{"mediaType":"x","digest":"CONFIG","size":1},"layers":[]}""", "its configuration and its manifest name different layers")]
    public async Task A_damaged_manifest_is_refused_in_words(string manifest, string reason)
    {
        var image = new TrialImage().Put(_repository, "other");
        var content = Encoding.UTF8.GetBytes(manifest.Replace("CONFIG", image.Manifest.Config.Digest, StringComparison.Ordinal));
        _repository.Manifests["tag"] = new RegistryManifest(MediaTypes.OciManifest, ContentDigest.Of(content), content);

        var mistake = await RefusedAsync();

        Assert.Same(LayerDiagnostics.ImageUnusable, mistake.Descriptor);
        Assert.Equal($"'base:tag' cannot be used as environment: {reason}.", mistake.Message);
    }

    [Fact]
    public async Task A_manifest_of_the_first_form_is_refused()
    {
        _repository.Manifests["tag"] = new RegistryManifest("application/vnd.docker.distribution.manifest.v1+json", "sha256:0", "{}"u8.ToArray());

        Assert.Same(LayerDiagnostics.ImageUnusable, (await RefusedAsync()).Descriptor);
    }

    private void PutIndex(string index)
    {
        var content = Encoding.UTF8.GetBytes(index);
        _repository.Manifests["tag"] = new RegistryManifest(MediaTypes.OciIndex, ContentDigest.Of(content), content);
    }

    private Task<EnvironmentImage?> FindAsync(string platform = "linux/amd64") =>
        EnvironmentImage.FindAsync(_repository, "tag", "base:tag", platform, CancellationToken.None);

    private async Task<Diagnostic> RefusedAsync() => Assert.Single((await Assert.ThrowsAsync<DiagnosticException>(() => FindAsync())).Diagnostics);
}
