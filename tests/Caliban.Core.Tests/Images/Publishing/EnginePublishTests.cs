using Caliban.Core.Diagnostics;
using Caliban.Core.Images;
using Caliban.Core.Images.Composition;
using Caliban.Core.Registries;
using Caliban.Core.Tests.Images.Archives;

namespace Caliban.Core.Tests.Images.Publishing;

/// <summary>When the engine is asked, and what of it is pushed.</summary>
public sealed class EnginePublishTests : IDisposable
{
    private readonly PublishingTrial _trial = new();

    public void Dispose() => _trial.Dispose();

    [Fact]
    public async Task An_environment_that_nobody_has_pushed_is_pushed_from_the_engine_once()
    {
        var published = await _trial.PublishAsync();

        Assert.Equal(["probe", "ensure environment", "save caliban/environment"], _trial.Engine.Calls);
        Assert.Equal(published.EnvironmentDigest, _trial.Repository.Manifests[_trial.EnvironmentTag].Digest);
        Assert.Equal(("docker", 5), (published.Builder, published.Tally.Uploaded));
        Assert.StartsWith("environment: the registry does not have it; code: ", published.Reason);
        Assert.True(Changed($"put {_trial.EnvironmentTag}") < Changed($"put {_trial.Tag}"));
        Assert.DoesNotContain(Directory.EnumerateDirectories(_trial.OutputFolder), folder => folder.Contains("saved"));
    }

    [Fact]
    public async Task After_that_a_change_of_the_code_needs_no_engine()
    {
        var first = await _trial.PublishAsync();
        _trial.Engine.Calls.Clear();
        _trial.Write("trainer/train.py", "print(2)");

        var second = await _trial.PublishAsync();

        Assert.Empty(_trial.Engine.Calls);
        Assert.Equal((2, "layer", first.EnvironmentDigest), (second.Tally.Uploaded, second.Builder, second.EnvironmentDigest));
    }

    [Fact]
    public async Task The_builder_docker_takes_its_own_environment_and_saves_it_only_when_it_is_another()
    {
        await _trial.PublishAsync(ImageBuilderChoice.Docker);
        _trial.Engine.Calls.Clear();

        Assert.Empty((await _trial.PublishAsync(ImageBuilderChoice.Docker)).Reason);
        Assert.Equal(["probe", "ensure environment"], _trial.Engine.Calls);

        _trial.Engine.Layers = ["base", "packages of today"];
        var published = await _trial.PublishAsync(ImageBuilderChoice.Docker);

        Assert.Equal("save caliban/environment", _trial.Engine.Calls[^1]);
        Assert.StartsWith("environment: the registry has another one", published.Reason);
        Assert.Equal(
            ContentDigest.Of(SavedArchive.Configuration(_trial.Engine.Layers)),
            ImageManifest.Parse(_trial.Repository.Manifests[_trial.EnvironmentTag]).Config.Digest);
        // Layer, configuration and what is made of them: the base was there.
        Assert.Equal(3, published.Tally.Uploaded);
    }

    [Fact]
    public async Task Without_cache_the_environment_of_the_engine_counts()
    {
        new TrialImage(layers: "old").Put(_trial.Repository, _trial.EnvironmentTag);

        await _trial.PublishAsync(noCache: true);

        Assert.Contains("save caliban/environment", _trial.Engine.Calls);
    }

    [Fact]
    public async Task A_lost_part_is_pushed_again_where_there_is_an_engine()
    {
        var first = await _trial.PublishAsync();
        var layer = ImageManifest.Parse(_trial.Repository.Manifests[_trial.EnvironmentTag]).Layers[0].Digest;
        _trial.Repository.Blobs.TryRemove(layer, out _);
        _trial.Write("trainer/train.py", "print(2)");

        var second = await _trial.PublishAsync();

        Assert.Contains(layer, _trial.Repository.Blobs.Keys);
        Assert.Equal(first.EnvironmentDigest, second.EnvironmentDigest);
        Assert.StartsWith("environment: the registry lost a part of it; code: trainer/train.py changed", second.Reason);
    }

    [Fact]
    public async Task A_tag_of_another_platform_is_replaced()
    {
        new TrialImage(platform: "linux/arm64").Put(_trial.Repository, _trial.EnvironmentTag);

        await _trial.PublishAsync(ImageBuilderChoice.Docker);

        Assert.Contains($"put {_trial.EnvironmentTag}", _trial.Repository.Changes);
    }

    [Theory]
    [InlineData(ImageBuilderChoice.Layer, "CalibanImageBuilder is 'layer'")]
    [InlineData(ImageBuilderChoice.Auto, "there is no docker command")]
    [InlineData(ImageBuilderChoice.Docker, "there is no docker command")]
    public async Task Without_environment_and_engine_it_is_said_how_to_get_one(ImageBuilderChoice builder, string reason)
    {
        _trial.Engine.Obstacle = "there is no docker command";

        var mistake = Assert.Single((await Assert.ThrowsAsync<DiagnosticException>(() => _trial.PublishAsync(builder))).Diagnostics);

        Assert.Same(LayerDiagnostics.EnvironmentNotPushed, mistake.Descriptor);
        Assert.StartsWith($"'{PublishingTrial.Target}' does not have the environment of this project ({_trial.EnvironmentTag}), and it cannot be built here: {reason}.", mistake.Message);
        Assert.Empty(_trial.Repository.Changes);
    }

    [Fact]
    public async Task An_image_with_instructions_after_the_code_is_pushed_as_the_engine_has_it()
    {
        _trial.Declaration = _trial.Declaration with { Lines = ["RUN make"] };

        var first = await _trial.PublishAsync(tags: "latest");
        var second = await _trial.PublishAsync(tags: "latest");

        Assert.Equal(["probe", "ensure image", "save caliban/mnist", "probe", "ensure image"], _trial.Engine.Calls);
        Assert.Equal(ContentDigest.Of(SavedArchive.Configuration(_trial.Engine.Layers!)), ImageManifest.Parse(_trial.Repository.Manifests["latest"]).Config.Digest);
        Assert.Equal((first.Digest, 0L, "docker"), (second.Digest, second.Tally.UploadedBytes, second.Builder));
    }

    private int Changed(string what) => _trial.Repository.Changes.ToList().IndexOf(what);
}
