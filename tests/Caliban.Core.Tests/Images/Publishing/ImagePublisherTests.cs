using Caliban.Core.Diagnostics;
using Caliban.Core.Images;
using Caliban.Core.Images.Building;
using Caliban.Core.Images.Composition;
using Caliban.Core.Images.Labels;
using Caliban.Core.Registries;

namespace Caliban.Core.Tests.Images.Publishing;

/// <summary>What is uploaded when, with the environment in the registry.</summary>
public sealed class ImagePublisherTests : IDisposable
{
    private readonly PublishingTrial _trial = new();
    private readonly TrialImage _environment = new();

    public ImagePublisherTests() => _environment.Put(_trial.Repository, _trial.EnvironmentTag);

    public void Dispose() => _trial.Dispose();

    [Fact]
    public async Task Code_is_put_on_the_environment_of_the_registry_and_no_engine_is_asked()
    {
        var published = await _trial.PublishAsync();

        var stored = ImageManifest.Parse(_trial.Repository.Manifests[_trial.Tag]);
        Assert.Equal(_environment.Manifest.Layers, stored.Layers.SkipLast(1));
        Assert.Equal(_trial.Repository.Manifests[_trial.Tag].Digest, published.Digest);
        Assert.Equal(_environment.Stored.Digest, published.EnvironmentDigest);
        Assert.Equal(("layer", "code: it was not pushed from here before"), (published.Builder, published.Reason));
        Assert.Equal($"{PublishingTrial.Target}@{published.Digest}", published.Name);
        Assert.Empty(_trial.Engine.Calls);
    }

    [Fact]
    public async Task Only_the_code_and_the_configuration_are_uploaded_and_the_name_comes_last()
    {
        var published = await _trial.PublishAsync();

        var stored = ImageManifest.Parse(_trial.Repository.Manifests[_trial.Tag]);
        Assert.Equal(
            new[] { $"upload {stored.Layers[^1].Digest}", $"upload {stored.Config.Digest}" }.Order(), _trial.Repository.Changes.SkipLast(1).Order());
        Assert.Equal($"put {_trial.Tag}", _trial.Repository.Changes.Last());
        Assert.Equal((2, 0, 2), (published.Tally.Uploaded, published.Tally.Mounted, published.Tally.Present));
        Assert.Equal(
            stored.Layers[^1].Size + stored.Config.Size + _trial.Repository.Manifests[_trial.Tag].Content.Length, published.Tally.UploadedBytes);
        Assert.DoesNotContain(_trial.Repository.Reads, read => read != _environment.Manifest.Config.Digest);
    }

    [Fact]
    public async Task An_unchanged_image_uploads_nothing()
    {
        var first = await _trial.PublishAsync();
        _trial.Repository.Changes.Clear();

        var second = await _trial.PublishAsync();

        Assert.Empty(_trial.Repository.Changes);
        Assert.Equal((first.Digest, "", 0L), (second.Digest, second.Reason, second.Tally.UploadedBytes));
        Assert.EndsWith(" (already there)", second.Headline);
    }

    [Fact]
    public async Task A_change_of_the_code_says_which_file_it_was()
    {
        await _trial.PublishAsync();
        _trial.Write("trainer/train.py", "print(2)");

        var published = await _trial.PublishAsync();

        Assert.Equal("code: trainer/train.py changed", published.Reason);
        Assert.Contains("code: trainer/train.py changed", _trial.Lines);
        Assert.Matches(@" \(uploaded [0-9.]+ (bytes|kB)\)$", published.Headline);
    }

    [Fact]
    public async Task More_tags_are_given_without_uploading_anything_else()
    {
        await _trial.PublishAsync();
        _trial.Repository.Changes.Clear();

        var published = await _trial.PublishAsync(tags: ["latest", "v1"]);

        Assert.Equal(["put latest", "put v1"], _trial.Repository.Changes);
        Assert.Equal([_trial.Tag, "latest", "v1"], published.Tags);
        Assert.Equal("tag: latest; tag: v1", published.Reason);
        Assert.All(published.Tags, tag => Assert.Equal(published.Digest, _trial.Repository.Manifests[tag].Digest));
        Assert.Empty((await _trial.PublishAsync(tags: ["latest", "v1"])).Reason);
    }

    [Fact]
    public async Task A_tag_that_was_moved_is_put_right()
    {
        var first = await _trial.PublishAsync(tags: "latest");
        new TrialImage(layers: "other").Put(_trial.Repository, _trial.Tag).Put(_trial.Repository, "latest");
        _trial.Repository.Changes.Clear();

        var second = await _trial.PublishAsync(tags: "latest");

        Assert.Equal(first.Digest, second.Digest);
        Assert.Equal([$"put {_trial.Tag}", "put latest"], _trial.Repository.Changes);
        Assert.StartsWith("code: the registry has another image of this name", second.Reason);
    }

    [Fact]
    public async Task An_environment_that_was_pushed_anew_gets_the_code_as_well()
    {
        await _trial.PublishAsync();
        var other = new TrialImage(layers: ["base", "newer packages"]).Put(_trial.Repository, _trial.EnvironmentTag);

        var published = await _trial.PublishAsync();

        Assert.Equal(other.Stored.Digest, published.EnvironmentDigest);
        Assert.Equal(other.Manifest.Layers, ImageManifest.Parse(_trial.Repository.Manifests[_trial.Tag]).Layers.SkipLast(1));
    }

    [Fact]
    public async Task The_same_code_of_another_revision_is_there_already()
    {
        var first = await _trial.PublishAsync();
        var stored = _trial.Repository.Manifests[_trial.Tag];
        var environment = (await EnvironmentImage.FindAsync(_trial.Repository, _trial.EnvironmentTag, "x", "linux/amd64", CancellationToken.None))!;
        var other = await ComposedImage.CreateAsync(
            _trial.Image, environment, name => name == "SOURCE_DATE_EPOCH" ? "7" : null, CancellationToken.None);
        Assert.NotEqual(stored.Digest, other.Stored.Digest);
        using var content = await other.OpenBlobAsync(other.Manifest.Config, CancellationToken.None);
        var bytes = new byte[content.Length];
        await content.ReadExactlyAsync(bytes);
        _trial.Repository.Blobs[other.Manifest.Config.Digest] = bytes;
        _trial.Repository.Manifests[_trial.Tag] = other.Stored;
        _trial.Repository.Changes.Clear();

        var published = await _trial.PublishAsync();

        Assert.Empty(_trial.Repository.Changes);
        Assert.Equal(other.Stored.Digest, published.Digest);
        Assert.NotEqual(first.Digest, published.Digest);
    }

    [Fact]
    public async Task The_image_says_what_it_was_made_of()
    {
        await _trial.PublishAsync();

        var stored = ImageManifest.Parse(_trial.Repository.Manifests[_trial.Tag]);
        var configuration = ImageConfiguration.Parse(_trial.Repository.Blobs[stored.Config.Digest]);
        Assert.Equal(_trial.Image.Inputs.Code.Hash, configuration.Label(ImageLabels.Inputs));
        Assert.Equal(_environment.Manifest.Config.Digest, configuration.Label(ImageLabels.Environment));
        Assert.Equal("mnist", configuration.Label(ImageLabels.Project));
    }

    [Theory]
    [InlineData("upload")]
    [InlineData("put")]
    public async Task A_registry_that_fails_in_between_leaves_nothing_half_and_the_next_push_does_the_rest(string what)
    {
        _trial.Repository.Before = change => throw (change.StartsWith(what, StringComparison.Ordinal) ? new IOException("gone") : new InvalidOperationException());
        if (what == "put")
        {
            _trial.Repository.Before = change => _ = change.StartsWith("put", StringComparison.Ordinal) ? throw new IOException("gone") : 0;
        }

        await Assert.ThrowsAsync<IOException>(() => _trial.PublishAsync(tags: "latest"));
        Assert.DoesNotContain(_trial.Tag, _trial.Repository.Manifests.Keys);
        Assert.DoesNotContain("latest", _trial.Repository.Manifests.Keys);

        _trial.Repository.Before = null;
        var published = await _trial.PublishAsync(tags: "latest");

        Assert.Equal(what == "put" ? 0 : 2, published.Tally.Uploaded);
        Assert.Equal(published.Digest, _trial.Repository.Manifests["latest"].Digest);
    }

    [Fact]
    public async Task A_part_that_the_registry_lost_is_named_where_no_engine_is_allowed()
    {
        _trial.Repository.Blobs.TryRemove(_environment.Manifest.Layers[1].Digest, out _);

        var mistake = Assert.Single((await Assert.ThrowsAsync<DiagnosticException>(() => _trial.PublishAsync(ImageBuilderChoice.Layer))).Diagnostics);

        Assert.Same(LayerDiagnostics.EnvironmentIncomplete, mistake.Descriptor);
        Assert.Contains(_environment.Manifest.Layers[1].Digest, mistake.Message);
        Assert.Empty(_trial.Repository.Changes);
        Assert.Empty(_trial.Engine.Calls);
    }

    [Fact]
    public async Task Code_with_instructions_needs_an_engine()
    {
        _trial.Declaration = _trial.Declaration with { Lines = ["RUN make"] };

        var mistake = Assert.Single((await Assert.ThrowsAsync<DiagnosticException>(() => _trial.PublishAsync(ImageBuilderChoice.Layer))).Diagnostics);

        Assert.Same(LayerDiagnostics.CodeLinesNeedEngine, mistake.Descriptor);
        Assert.Contains("'RUN make'", mistake.Message);
    }

    [Fact]
    public async Task An_environment_in_the_form_of_OCI_stays_in_it()
    {
        new TrialImage(MediaTypes.OciManifest).Put(_trial.Repository, _trial.EnvironmentTag);

        await _trial.PublishAsync();

        var stored = _trial.Repository.Manifests[_trial.Tag];
        var manifest = ImageManifest.Parse(stored);
        Assert.Equal(MediaTypes.OciManifest, stored.MediaType);
        Assert.Equal(MediaTypes.OciConfig, manifest.Config.MediaType);
        Assert.All(manifest.Layers, layer => Assert.Equal(MediaTypes.OciGzipLayer, layer.MediaType));
        Assert.Contains($"\"annotations\":{{\"build.caliban.inputs\":\"{_trial.Image.Inputs.Code.Hash}\"}}", System.Text.Encoding.UTF8.GetString(stored.Content.Span));
    }
}
