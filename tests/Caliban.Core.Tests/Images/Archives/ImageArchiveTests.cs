using System.Formats.Tar;
using System.Text;
using Caliban.Core.Diagnostics;
using Caliban.Core.Docker;
using Caliban.Core.Images;
using Caliban.Core.Images.Building;
using Caliban.Core.Images.Publishing;
using Caliban.Core.Registries;
using Caliban.Core.Tests.Images.Publishing;

namespace Caliban.Core.Tests.Images.Archives;

/// <summary>Images as files, made without an engine.</summary>
public sealed class ImageArchiveTests : IDisposable
{
    private readonly PublishingTrial _trial = new();

    public void Dispose() => _trial.Dispose();

    [Fact]
    public async Task It_is_a_layout_and_a_list_for_docker_load()
    {
        var environment = new TrialImage().Put(_trial.Repository, _trial.EnvironmentTag);

        var image = (await BuildAsync())!;

        var entries = await ReadAsync(image.Archive);
        Assert.Equal("""{"imageLayoutVersion":"1.0.0"}""", entries["oci-layout"]);
        Assert.Contains($"\"digest\":\"{image.Digest}\"", entries["index.json"]);
        Assert.Contains($"\"io.containerd.image.name\":\"docker.io/{image.Reference}\"", entries["index.json"]);
        Assert.Contains($"\"org.opencontainers.image.ref.name\":\"{_trial.Tag}\"", entries["index.json"]);
        Assert.StartsWith($"[{{\"Config\":\"{Blob(image.Id)}\",\"RepoTags\":[\"{image.Reference}\"],\"Layers\":[\"{Blob(environment.Manifest.Layers[0].Digest)}\",", entries["manifest.json"]);
        Assert.Equal("base", entries[Blob(environment.Manifest.Layers[0].Digest)]);
        Assert.Equal(image.Digest, ContentDigest.Of(Encoding.UTF8.GetBytes(entries[Blob(image.Digest)])));
        Assert.Equal(["code: it was not built here before"], image.Reasons);
    }

    [Fact]
    public async Task It_is_the_same_file_every_time()
    {
        new TrialImage().Put(_trial.Repository, _trial.EnvironmentTag);
        var first = await File.ReadAllBytesAsync((await BuildAsync())!.Archive);
        File.Delete(Archive);
        await Task.Delay(TimeSpan.FromSeconds(1.1));

        Assert.Equal(first, await File.ReadAllBytesAsync((await BuildAsync())!.Archive));
    }

    [Fact]
    public async Task It_is_written_when_something_changed_or_it_is_not_what_it_was()
    {
        new TrialImage().Put(_trial.Repository, _trial.EnvironmentTag);
        await BuildAsync();
        Assert.Empty((await BuildAsync())!.Reasons);

        _trial.Write("trainer/train.py", "print(2)");
        Assert.Equal(["code: trainer/train.py changed"], (await BuildAsync())!.Reasons);
        await File.AppendAllTextAsync(Archive, "x");
        Assert.Equal(["code: its archive is not what it was, or its environment"], (await BuildAsync())!.Reasons);
        new TrialImage(layers: "newer").Put(_trial.Repository, _trial.EnvironmentTag);
        Assert.Equal(["code: its archive is not what it was, or its environment"], (await BuildAsync())!.Reasons);
        Assert.Empty((await BuildAsync())!.Reasons);
    }

    [Fact]
    public async Task What_fails_halfway_leaves_no_archive()
    {
        var environment = new TrialImage().Put(_trial.Repository, _trial.EnvironmentTag);
        _trial.Repository.Blobs.TryRemove(environment.Manifest.Layers[1].Digest, out _);

        await Assert.ThrowsAsync<KeyNotFoundException>(BuildAsync);

        Assert.Empty(Directory.GetFiles(_trial.OutputFolder, "image.tar*"));
    }

    [Fact]
    public async Task Without_an_environment_there_is_none() => Assert.Null(await BuildAsync());

    [Fact]
    public async Task Instructions_after_the_code_are_refused()
    {
        _trial.Declaration = _trial.Declaration with { Lines = ["RUN make"] };

        var exception = await Assert.ThrowsAsync<DiagnosticException>(BuildAsync);

        Assert.Same(LayerDiagnostics.CodeLinesNeedEngine, Assert.Single(exception.Diagnostics).Descriptor);
    }

    [Theory]
    [InlineData(ImageBuilderChoice.Docker, null, "CAL3002")]
    [InlineData(ImageBuilderChoice.Auto, null, "CAL3002")]
    [InlineData(ImageBuilderChoice.Layer, null, "CAL3041")]
    [InlineData(ImageBuilderChoice.Docker, "oci:folder", "CAL3047")]
    [InlineData(ImageBuilderChoice.Auto, "registry.example.com/none", "CAL3048")]
    [InlineData(ImageBuilderChoice.Layer, "registry.example.com/none", "CAL3048")]
    public async Task Where_nothing_can_build_it_is_said_what_is_missing(ImageBuilderChoice builder, string? finished, string code)
    {
        if (finished is not null)
        {
            _trial.UseFinishedEnvironment(finished);
        }

        var exception = await Assert.ThrowsAsync<DiagnosticException>(() => ChooseAsync(builder, "there is no engine"));

        Assert.Equal(code, Assert.Single(exception.Diagnostics).Descriptor.Code);
    }

    [Fact]
    public async Task Auto_takes_the_archive_where_no_engine_can_be_used()
    {
        new TrialImage().Put(_trial.Repository, _trial.EnvironmentTag);

        Assert.Equal(Archive, (await ChooseAsync(ImageBuilderChoice.Auto, "there is no engine")).Archive);
        // The search path of the trial is empty.
        Assert.Equal(Archive, (await ChooseAsync(ImageBuilderChoice.Auto, null)).Archive);
    }

    private string Archive => Path.Combine(_trial.OutputFolder, "image.tar");

    private ArchiveBuilder Builder => new(new EnvironmentFinder(_trial.Repository.Name, _trial.Registries.Open), Archive, _trial.Settings());

    private Task<BuiltImage?> BuildAsync() => Builder.EnsureAsync(_trial.Image, CancellationToken.None);

    private Task<BuiltImage> ChooseAsync(ImageBuilderChoice builder, string? refusal) =>
        new ImageBuild(builder, refusal, DockerEngine.ProbeTime, Builder, _trial.Settings()).EnsureAsync(_trial.Image, CancellationToken.None);

    private static string Blob(string digest) => $"blobs/{digest.Replace(':', '/')}";

    private static async Task<Dictionary<string, string>> ReadAsync(string archive)
    {
        var entries = new Dictionary<string, string>();
        await using var reader = new TarReader(File.OpenRead(archive));
        while (await reader.GetNextEntryAsync(copyData: true) is { } entry)
        {
            using var content = new StreamReader(entry.DataStream ?? Stream.Null, Encoding.UTF8);
            entries.Add(entry.Name, await content.ReadToEndAsync());
            Assert.Equal(DateTimeOffset.UnixEpoch, entry.ModificationTime);
        }

        return entries;
    }
}
