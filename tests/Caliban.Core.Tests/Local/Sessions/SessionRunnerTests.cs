using Caliban.Core.Diagnostics;
using Caliban.Core.Jobs;
using Caliban.Core.Local.Sessions;
using Caliban.Core.Tests.Docker;
using Caliban.Core.Tests.Jobs;
using Caliban.Testing;

namespace Caliban.Core.Tests.Local.Sessions;

/// <summary>What is asked of an engine before a session, and what is said; the engine is a script.</summary>
public sealed class SessionRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new("a project, mine");
    private readonly RecordingObserver _reported = new();
    private readonly List<string> _screen = [];

    public void Dispose() => _folder.Dispose();

    [UnixTheory]
    [InlineData("[\"name=seccomp,profile=default\"]", "", false)]
    [InlineData("[\"name=rootless\"]", "--user 0:0", false)]
    [InlineData("[\"name=userns\"]", "--userns host", false)]
    [InlineData("[\"name=selinux\"]", "--security-opt label=disable", false)]
    [InlineData("[]", "", true)]
    public async Task The_engine_is_told_what_makes_the_callers_files_his(string security, string expected, bool again)
    {
        using var docker = Docker(security);
        var exitCode = await RunAsync(docker, Plan);
        if (again)
        {
            await RunAsync(docker, Plan);
        }

        Assert.Equal(6, exitCode);
        var calls = Calls();
        var run = calls.Last(call => call.StartsWith("run ", StringComparison.Ordinal));
        Assert.Contains($" {expected}", run);
        Assert.Contains("src=" + _folder.Path, run);
        Assert.EndsWith(" --entrypoint bash mine:1 -c true", run);
        Assert.Single(calls, call => call.StartsWith("create ", StringComparison.Ordinal));
        Assert.Equal(again ? 2 : 1, calls.Count(call => call.StartsWith("run ", StringComparison.Ordinal)));
        Assert.Single(calls, call => call == "rm --force --volumes 0123");
    }

    [UnixFact]
    public async Task A_banner_says_who_and_where_one_is_without_colours_where_none_are_wanted()
    {
        using var docker = Docker("[\"name=rootless\"]");
        await RunAsync(docker, Plan with { Bare = true });

        Assert.Equal("caliban shell My Project  exit or Ctrl-D leaves", _screen[1]);
        Assert.Equal("  user    root (0:0)", _screen[2]);
        Assert.Equal("  image   mine:1", _screen[3]);
        Assert.Equal($"  project /usr/app is {_folder.Path}, live both ways", _screen[4]);
        Assert.Matches("^  home    /home/.+ is empty, and gone afterwards$", _screen[5]);
        Assert.All(_screen, line => Assert.DoesNotContain('\u001b', line));
    }

    [UnixFact]
    public async Task Without_a_person_there_is_no_banner_and_no_terminal()
    {
        using var docker = Docker("[]");
        await RunAsync(docker, Plan, isTerminal: false);

        Assert.Empty(_screen);
        Assert.DoesNotContain("--tty", Calls()[^1]);
    }

    [UnixFact]
    public async Task An_image_that_cannot_be_had_is_told_in_the_words_of_the_engine()
    {
        using var docker = Docker("[]");

        var mistake = Assert.Single((await Assert.ThrowsAsync<DiagnosticException>(() => RunAsync(docker, Plan with { ImageTag = "none:1" }))).Diagnostics);

        Assert.Same(SessionDiagnostics.ImageNotFound, mistake.Descriptor);
        Assert.Contains("The engine says: pull access denied. Correct CalibanImageTag,", mistake.Message);
    }

    [UnixTheory]
    [InlineData(SessionKind.Shell, EngineChoice.Process, "A shell needs a Docker engine, and none can be used: CalibanEngine is 'process'.")]
    [InlineData(SessionKind.Notebook, EngineChoice.Auto, "A notebook needs a Docker engine, and none can be used: docker says \"Cannot connect")]
    public async Task Without_an_engine_there_is_no_session(SessionKind kind, EngineChoice engine, string message)
    {
        using var docker = FakeDocker.Refusing();

        var mistake = Assert.Single((await Assert.ThrowsAsync<DiagnosticException>(
            () => RunAsync(docker, Plan with { Kind = kind, Engine = engine }))).Diagnostics);

        Assert.Same(SessionDiagnostics.DockerNeeded, mistake.Descriptor);
        Assert.StartsWith(message, mistake.Message);
    }

    [UnixFact]
    public void A_dry_run_shows_the_command_with_the_credentials_and_asks_nobody()
    {
        var key = _folder.Write("key.json", "");
        var plan = Plan with { ImageTag = "", CloudKey = key };

        var shell = Runner(plan, "/nowhere", isTerminal: false).Preview([]);
        var zsh = Runner(plan with { ShellProgram = ShellProgram.Zsh }, "/nowhere", isTerminal: false).Preview([]);
        var notebook = Runner(plan with { Kind = SessionKind.Notebook }, "/nowhere", isTerminal: false).Preview([]);

        Assert.Matches("^shell: docker run --rm --init --interactive --tty .* --entrypoint bash caliban/environment:[0-9a-f]{16}$", shell);
        Assert.Contains("/key.json", shell);
        Assert.Contains("dst=/run/caliban/credentials.json,readonly", shell);
        Assert.Contains("--env JUPYTER_TOKEN ", notebook);
        Assert.NotEqual(shell.Split(':')[^1], zsh.Split(':')[^1]);
        Assert.Equal(["key.json"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    private SessionPlan Plan => SessionPlans.Create(SessionKind.Shell, _folder.Path) with { ImageTag = "mine:1", MountCredentials = true };

    /// <summary>An engine that has one image, with root alone in its table of users.</summary>
    private FakeDocker Docker(string security) => new($$"""
        echo "$*" >> '{{_folder.Path}}/calls'
        case "$1" in
        version) echo '28.2.2 28.2.2' ;;
        info) echo '{{security}}' ;;
        image) test "$5" = mine:1 && echo '{"id":"sha256:1","repoTags":["mine:1"]}' ;;
        pull) echo 'pull access denied' >&2; exit 1 ;;
        create) echo 0123 ;;
        cp) for target in "$@"; do :; done; echo 'root:x:0:0::/root:/bin/sh' > "$target" ;;
        run) exit 6 ;;
        esac
        """);

    private List<string> Calls() => [.. File.ReadAllLines(Path.Combine(_folder.Path, "calls"))];

    private async Task<int> RunAsync(FakeDocker docker, SessionPlan plan, bool isTerminal = true)
    {
        var session = await Runner(plan, docker.SearchPath, isTerminal).PrepareAsync(_ => { }, CancellationToken.None);
        return await session.RunAsync(["-c", "true"], CancellationToken.None);
    }

    private SessionRunner Runner(SessionPlan plan, string searchPath, bool isTerminal) => new(
        plan, name => name == "PATH" ? searchPath : null, new SessionTerminal(isTerminal, _screen.Add), _reported);
}
