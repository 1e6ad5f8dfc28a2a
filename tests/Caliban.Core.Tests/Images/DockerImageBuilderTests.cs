using Caliban.Core.Diagnostics;
using Caliban.Core.Docker;
using Caliban.Core.Images;
using Caliban.Core.Images.Building;
using Caliban.Core.Images.Identity;
using Caliban.Core.Projects;
using Caliban.Core.Tests.Docker;
using Caliban.Testing;

namespace Caliban.Core.Tests.Images;

/// <summary>What is asked of the engine, against a command that is a script: an engine whose images are files of a folder.</summary>
public sealed class DockerImageBuilderTests : IDisposable
{
    private const string Engine = """
        cd '{0}'
        say() { for part in "$@"; do printf '%s ' "$part"; done >> calls; echo >> calls; }
        case "$1 $2" in
        'image inspect')
            shift 4
            code=0
            for name in "$@"; do
                file=$(echo "$name" | /usr/bin/tr '/:' '__')
                if [ -f "images/$file" ]; then /bin/cat "images/$file"; else code=1; fi
            done
            exit $code ;;
        'buildx version') exit 1 ;;
        'version '*) echo '28.0.0 28.0.0' ;;
        'build '*)
            say "$@"
            /bin/cat > context.tar
            [ ! -f fail ] || { printf 'Step 2/3 : WORKDIR\nno space left on device' >&2; exit 17; }
            while [ $# -gt 0 ]; do [ "$1" != --tag ] || name=$2; [ "$1" != --iidfile ] || id=$2; shift; done
            echo "sha256:$name" > "$id"
            printf '{"Id":"sha256:%s","RepoTags":["%s"]}\n' "$name" "$name" > "images/$(echo "$name" | /usr/bin/tr '/:' '__')"
            printf 'step\rlast' >&2 ;;
        esac
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _lines = [];
    private readonly FakeDocker _docker;

    public DockerImageBuilderTests()
    {
        _folder.Write("trainer/train.py", "");
        _folder.Write("requirements.txt", "");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "engine", "images"));
        _docker = new FakeDocker(Engine.Replace("{0}", Path.Combine(_folder.Path, "engine"), StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _docker.Dispose();
        _folder.Dispose();
    }

    [UnixFact]
    public async Task Both_stages_are_built_once()
    {
        var built = await EnsureAsync();

        Assert.Equal(["environment: it was not built here before", "code: the environment was built"], built.Reasons);
        Assert.Equal(["environment", "code"], built.Stages);
        Assert.Equal($"sha256:{built.Reference}", built.Id);
        Assert.Equal(2, Builds().Count);

        var again = await EnsureAsync();

        Assert.Equal(built with { Reasons = [] }, again with { Reasons = [] });
        Assert.Empty(again.Reasons);
        Assert.Equal(2, Builds().Count);
    }

    [UnixFact]
    public async Task A_change_of_the_code_builds_the_code_and_says_which_file_it_was()
    {
        await EnsureAsync();
        _folder.Write("trainer/train.py", "print(2)");
        _folder.Write("trainer/model.py", "");

        var built = await EnsureAsync();

        Assert.Equal(["code: trainer/model.py added, trainer/train.py changed"], built.Reasons);
        Assert.Contains("code: trainer/model.py added, trainer/train.py changed", _lines);
    }

    [UnixFact]
    public async Task A_change_of_the_environment_says_what_it_was()
    {
        await EnsureAsync();
        _folder.Write("requirements.txt", "numpy");

        var built = await EnsureAsync(Declaration with { Environment = Declaration.Environment with { AptPackages = ["git"] } });

        Assert.Equal("environment: AptPackage git added, requirements.txt changed", built.Reasons[0]);
    }

    [UnixFact]
    public async Task An_image_that_was_removed_from_the_engine_is_built_again_and_that_is_said()
    {
        var built = await EnsureAsync();
        File.Delete(Path.Combine(_folder.Path, "engine", "images", built.Reference.Replace('/', '_').Replace(':', '_')));

        Assert.Equal(["code: the engine does not have it any more"], (await EnsureAsync()).Reasons);
    }

    [UnixFact]
    public async Task Without_cache_both_stages_are_built_and_the_engine_is_told()
    {
        await EnsureAsync();

        var built = await EnsureAsync(noCache: true);

        Assert.Equal(["environment: CalibanNoCache is set", "code: the environment was built"], built.Reasons);
        Assert.Contains(" --no-cache ", Builds()[^1]);
    }

    [UnixFact]
    public async Task The_lines_of_the_build_are_shown()
    {
        await EnsureAsync();

        Assert.Contains("last", _lines);
        Assert.Contains("step", _lines);
        Assert.NotEqual(0, new FileInfo(Path.Combine(_folder.Path, "engine", "context.tar")).Length);
    }

    [UnixFact]
    public async Task A_failed_build_is_told_in_the_words_of_the_engine()
    {
        _folder.Write("engine/fail", "");

        var mistake = Assert.Single((await Assert.ThrowsAsync<DiagnosticException>(() => EnsureAsync())).Diagnostics);

        Assert.Same(ImageDiagnostics.BuildFailed, mistake.Descriptor);
        Assert.Contains("exit code 17. The engine says: no space left on device. The Dockerfile is '", mistake.Message);
        Assert.Null(await ImageRecord.ReadAsync(Path.Combine(_folder.Path, "obj"), CancellationToken.None));
    }

    [UnixFact]
    public async Task Secrets_are_refused_where_the_builder_would_keep_them()
    {
        var declaration = Declaration with { Environment = Declaration.Environment with { BuildSecrets = [new BuildSecret("token", null, "TOKEN", null, null)] } };

        var mistake = Assert.Single((await Assert.ThrowsAsync<DiagnosticException>(() => EnsureAsync(declaration))).Diagnostics);

        Assert.Same(ImageDiagnostics.BuildKitNeeded, mistake.Descriptor);
        Assert.Empty(Builds());
    }

    private static ImageDeclaration Declaration { get; } =
        new(new ProjectProgram(ProgramKind.PythonModule, "trainer.train", "trainer")) { Environment = new() { RequirementFiles = ["requirements.txt"] } };

    private List<string> Builds()
    {
        var calls = Path.Combine(_folder.Path, "engine", "calls");
        return File.Exists(calls) ? [.. File.ReadAllLines(calls)] : [];
    }

    private Task<BuiltImage> EnsureAsync(ImageDeclaration? declaration = null, bool noCache = false)
    {
        var engine = new DockerEngine(DockerClient.Find(_docker.SearchPath)!, new Version(28, 0), new Version(28, 0));
        var settings = new BuildSettings { ProjectFile = "/p.csproj", NoCache = noCache, Variable = _ => null, OnLine = _lines.Add };
        var image = ImageSpecification.Read(declaration ?? Declaration, "p", _folder.Path, Path.Combine(_folder.Path, "obj"), CancellationToken.None);
        return new DockerImageBuilder(engine, settings).EnsureAsync(image, CancellationToken.None);
    }
}
