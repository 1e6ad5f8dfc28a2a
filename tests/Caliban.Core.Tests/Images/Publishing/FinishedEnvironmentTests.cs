using Caliban.Core.Diagnostics;
using Caliban.Core.Images;
using Caliban.Core.Images.Composition;
using Caliban.Core.Images.Publishing;
using Caliban.Core.Registries;
using Caliban.Core.Registries.Layouts;
using Caliban.Testing;

namespace Caliban.Core.Tests.Images.Publishing;

/// <summary>CalibanEnvironmentImage: code on an image that is somewhere already.</summary>
public sealed class FinishedEnvironmentTests : IDisposable
{
    private readonly PublishingTrial _trial = new();
    private readonly TrialImage _environment = new(layers: ["cuda", "torch"]);

    public void Dispose() => _trial.Dispose();

    [Fact]
    public async Task Layers_of_the_same_registry_are_taken_over_and_not_moved()
    {
        var source = _trial.Registries["registry.example.com/base/torch"];
        _environment.Put(source, "2.5");
        _trial.UseFinishedEnvironment("registry.example.com/base/torch:2.5");

        var published = await _trial.PublishAsync();

        Assert.Equal((2, 2), (published.Tally.Mounted, published.Tally.Uploaded));
        Assert.Equal([_environment.Manifest.Config.Digest], source.Reads);
        Assert.Empty(_trial.Engine.Calls);
        Assert.DoesNotContain(_trial.EnvironmentTag, _trial.Repository.Manifests.Keys);
    }

    [Fact]
    public async Task A_registry_that_takes_nothing_over_gets_the_layers_sent()
    {
        _trial.Registries.CanMount = false;
        _environment.Put(_trial.Registries["registry.example.com/base/torch"], "2.5");
        _trial.UseFinishedEnvironment("registry.example.com/base/torch:2.5");

        var published = await _trial.PublishAsync();

        Assert.Equal((0, 4), (published.Tally.Mounted, published.Tally.Uploaded));
    }

    [Fact]
    public async Task Layers_of_another_registry_are_streamed_across_once()
    {
        var source = _trial.Registries["other.example.com/base/torch"];
        _environment.Put(source, "2.5");
        _trial.UseFinishedEnvironment("other.example.com/base/torch:2.5");

        Assert.Equal(4, (await _trial.PublishAsync()).Tally.Uploaded);
        source.Reads.Clear();
        _trial.Write("trainer/train.py", "print(2)");

        Assert.Equal(2, (await _trial.PublishAsync()).Tally.Uploaded);
        Assert.Equal([_environment.Manifest.Config.Digest], source.Reads);
    }

    [Fact]
    public async Task The_target_itself_can_be_the_place_of_the_environment()
    {
        _environment.Put(_trial.Repository, "torch");
        _trial.UseFinishedEnvironment($"{PublishingTrial.Target}:torch");

        Assert.Equal((0, 2), await CountAsync());

        async Task<(int, int)> CountAsync()
        {
            var tally = (await _trial.PublishAsync()).Tally;
            return (tally.Mounted, tally.Uploaded);
        }
    }

    [Fact]
    public async Task An_environment_that_moved_is_noticed()
    {
        var source = _trial.Registries["registry.example.com/base/torch"];
        _environment.Put(source, "latest");
        _trial.UseFinishedEnvironment("registry.example.com/base/torch");
        await _trial.PublishAsync();
        var moved = new TrialImage(layers: ["cuda", "torch of today"]).Put(source, "latest");

        await _trial.PublishAsync();

        Assert.Equal(moved.Manifest.Layers, ImageManifest.Parse(_trial.Repository.Manifests[_trial.Tag]).Layers.SkipLast(1));
    }

    [Fact]
    public async Task One_that_does_not_exist_is_said_to()
    {
        _trial.UseFinishedEnvironment("registry.example.com/base/torch:9");
        _trial.Engine.Layers = null;

        foreach (var builder in (ImageBuilderChoice[])[ImageBuilderChoice.Layer, ImageBuilderChoice.Auto])
        {
            var mistake = Assert.Single((await Assert.ThrowsAsync<DiagnosticException>(() => _trial.PublishAsync(builder))).Diagnostics);

            Assert.Same(LayerDiagnostics.EnvironmentImageMissing, mistake.Descriptor);
            Assert.Contains("registry.example.com/base/torch:9", mistake.Message);
        }
    }

    [Fact]
    public async Task One_that_only_the_engine_has_is_read_from_it()
    {
        _trial.UseFinishedEnvironment("team/local:1");

        var published = await _trial.PublishAsync();

        Assert.Equal("save team/local", _trial.Engine.Calls[^1]);
        Assert.Equal("docker", published.Builder);
    }

    [Theory]
    [InlineData("oci:images", "/project/images", "")]
    [InlineData("oci:images:torch", "/project/images", "torch")]
    [InlineData("oci:/data/images:torch", "/data/images", "torch")]
    [InlineData("oci:images:8/torch", "/project/images:8/torch", "")]
    public void A_folder_may_be_followed_by_a_tag(string text, string folder, string tag)
    {
        var declared = DeclaredEnvironment.Open(text, "/project", _ => throw new InvalidOperationException());

        var layout = Assert.IsType<OciLayout>(declared.Source);
        Assert.Equal(tag, declared.Reference);
        var mistake = Assert.Throws<DiagnosticException>(() => layout.FindManifestAsync("", CancellationToken.None).GetAwaiter().GetResult());
        Assert.Contains($"'{Path.GetFullPath(folder)}'", mistake.Diagnostics[0].Message);
    }

    [Fact]
    public async Task A_layout_folder_is_an_environment()
    {
        using var folder = new TemporaryFolder();
        folder.Write("oci-layout", """{"imageLayoutVersion":"1.0.0"}""");
        folder.Write("index.json", $$"""{"schemaVersion":2,"manifests":[{"mediaType":"{{_environment.Stored.MediaType}}","digest":"{{_environment.Stored.Digest}}","size":{{_environment.Stored.Content.Length}}}]}""");
        Directory.CreateDirectory(Path.Combine(folder.Path, "blobs", "sha256"));
        foreach (var blob in _environment.Layers.Append(_environment.Configuration).Append(_environment.Stored.Content.ToArray()))
        {
            await File.WriteAllBytesAsync(Path.Combine(folder.Path, "blobs", ContentDigest.Of(blob).Replace(':', '/')), blob);
        }

        _trial.UseFinishedEnvironment($"oci:{folder.Path}");

        var published = await _trial.PublishAsync(ImageBuilderChoice.Layer);

        Assert.Equal((4, _environment.Stored.Digest), (published.Tally.Uploaded, published.EnvironmentDigest));
    }
}
