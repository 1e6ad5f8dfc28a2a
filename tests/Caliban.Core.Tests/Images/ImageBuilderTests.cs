using Caliban.Core.Diagnostics;
using Caliban.Core.Docker;
using Caliban.Core.Images;
using Caliban.Core.Tests.Docker;
using Caliban.Testing;

namespace Caliban.Core.Tests.Images;

/// <summary>What is asked of the engine, against a command that is a script.</summary>
public sealed class ImageBuilderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _lines = [];

    public ImageBuilderTests() => _folder.Write("trainer/train.py", "");

    public void Dispose() => _folder.Dispose();

    [UnixFact]
    public async Task An_image_the_engine_has_is_not_built_again()
    {
        using var docker = new FakeDocker("test \"$1\" = image && echo sha256:1");

        Assert.Equal(new BuiltImage("caliban/p:1", "sha256:1", WasBuilt: false), await EnsureAsync(docker));
        Assert.Empty(_lines);
    }

    [UnixFact]
    public async Task A_missing_image_is_built_from_the_stream_and_its_lines_are_shown()
    {
        using var docker = new FakeDocker($"""
            if [ "$1" = build ]; then
                echo "$*"
                /bin/cat > '{_folder.Path}/context.tar'
                printf 'step\rlast' >&2
            else
                test -f '{_folder.Path}/context.tar' && echo sha256:2
            fi
            """);

        Assert.Equal(new BuiltImage("caliban/p:1", "sha256:2", WasBuilt: true), await EnsureAsync(docker));
        Assert.Equal(["build --force-rm --tag caliban/p:1 --file Dockerfile -", "last", "step"], _lines.Order(StringComparer.Ordinal));
        Assert.NotEqual(0, new FileInfo(Path.Combine(_folder.Path, "context.tar")).Length);
    }

    [UnixFact]
    public async Task A_failed_build_is_told_in_the_words_of_the_engine()
    {
        using var docker = new FakeDocker("printf 'first\\npull access denied' >&2; exit 17");

        var mistake = Assert.Single((await Assert.ThrowsAsync<DiagnosticException>(() => EnsureAsync(docker))).Diagnostics);

        Assert.Same(ImageDiagnostics.BuildFailed, mistake.Descriptor);
        Assert.Contains("exit code 17. The engine says: pull access denied. The Dockerfile is '/out/Dockerfile'.", mistake.Message);
    }

    private Task<BuiltImage> EnsureAsync(FakeDocker docker) => ImageBuilder.EnsureAsync(
        new ImageSpecification("caliban/p:1", "FROM x\n", "/out/Dockerfile", ["trainer"]),
        _folder.Path,
        new DockerEngine(DockerClient.Find(docker.SearchPath)!, new Version(28, 0), new Version(28, 0)),
        userBuilder: null,
        _lines.Add,
        CancellationToken.None);
}
