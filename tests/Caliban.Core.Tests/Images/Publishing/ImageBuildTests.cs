using Caliban.Core.Diagnostics;
using Caliban.Core.Docker;
using Caliban.Core.Images;
using Caliban.Core.Images.Building;
using Caliban.Core.Images.Publishing;
using Caliban.Core.Tests.Docker;

namespace Caliban.Core.Tests.Images.Publishing;

/// <summary>What an image costs that is there already, against a command that counts.</summary>
public sealed class ImageBuildTests : IDisposable
{
    private readonly PublishingTrial _trial = new();

    public void Dispose() => _trial.Dispose();

    [UnixTheory]
    [InlineData(ImageBuilderChoice.Auto)]
    [InlineData(ImageBuilderChoice.Docker)]
    public async Task An_image_that_is_there_is_one_question(ImageBuilderChoice builder)
    {
        var image = _trial.Image;
        using var docker = new FakeDocker(
            $$$"""
            echo "$1 $2" >> '{{{Calls}}}'
            echo '{"Id":"sha256:1","RepoTags":["{{{image.Reference}}}"],"Config":{"Labels":{} } }'
            """);

        var built = await EnsureAsync(docker, builder);

        Assert.Equal(("sha256:1", ""), (built.Id, built.Archive));
        Assert.Empty(built.Reasons);
        Assert.Equal(["image inspect"], await File.ReadAllLinesAsync(Calls));
    }

    [UnixFact]
    public async Task An_engine_that_hangs_is_asked_once_and_counts_as_absent()
    {
        using var docker = FakeDocker.Hanging();

        var mistake = Assert.Single((await Assert.ThrowsAsync<DiagnosticException>(() => EnsureAsync(docker, ImageBuilderChoice.Auto))).Diagnostics);

        Assert.Same(ImageDiagnostics.EngineNeeded, mistake.Descriptor);
        Assert.Contains("docker gave no answer within 3 s", mistake.Message);
    }

    [UnixFact]
    public async Task The_reason_of_an_engine_that_refuses_is_in_its_words()
    {
        using var docker = FakeDocker.Refusing();

        var mistake = Assert.Single((await Assert.ThrowsAsync<DiagnosticException>(() => EnsureAsync(docker, ImageBuilderChoice.Docker))).Diagnostics);

        Assert.Contains("docker says \"Cannot connect to the Docker daemon. Is it running?\"", mistake.Message);
    }

    [UnixFact]
    public async Task The_builder_layer_asks_no_engine()
    {
        new TrialImage().Put(_trial.Repository, _trial.EnvironmentTag);
        using var docker = new FakeDocker($"echo \"$1 $2\" >> '{Calls}'");

        var built = await EnsureAsync(docker, ImageBuilderChoice.Layer);

        Assert.NotEmpty(built.Archive);
        Assert.False(File.Exists(Calls));
    }

    private string Calls
    {
        get
        {
            Directory.CreateDirectory(_trial.OutputFolder);
            return Path.Combine(_trial.OutputFolder, "calls");
        }
    }

    private Task<BuiltImage> EnsureAsync(FakeDocker docker, ImageBuilderChoice builder)
    {
        var settings = _trial.Settings() with { Variable = name => name == "PATH" ? docker.SearchPath : null };
        var archive = new ArchiveBuilder(new EnvironmentFinder(_trial.Repository.Name, _trial.Registries.Open), Path.Combine(_trial.OutputFolder, "image.tar"), settings);
        return new ImageBuild(builder, null, DockerEngine.ProbeTime, archive, settings).EnsureAsync(_trial.Image, CancellationToken.None);
    }
}
