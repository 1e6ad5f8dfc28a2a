using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Local;
using Caliban.Core.Tests.Docker;
using Caliban.Core.Tests.Jobs;
using Caliban.Core.Tests.Processes;
using Caliban.Testing;

namespace Caliban.Core.Tests.Local;

/// <summary>Whole sweeps against a <c>docker</c> that is a script: what its ends are taken for.</summary>
public sealed class DockerJobEngineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingObserver _observer = new();

    public DockerJobEngineTests() => _folder.Write("trainer/train.py", "");

    public void Dispose() => _folder.Dispose();

    [UnixFact]
    public async Task A_job_is_what_its_container_printed_and_ended_with()
    {
        var result = await RunAsync("echo out; echo err >&2; exit 3");

        Assert.Equal((JobState.Failed, 3), (result.State, result.ExitCode));
        Assert.Equal(["err", "out"], _observer.Lines.Order(StringComparer.Ordinal));
    }

    [UnixFact]
    public async Task A_refused_container_is_a_job_that_was_not_started()
    {
        var result = await RunAsync("echo 'unknown flag: --foo' >&2; echo \"See 'docker run --help'.\" >&2; exit 125");

        Assert.Same(LocalRunDiagnostics.JobNotStarted, result.Failure!.Descriptor);
        Assert.Contains("could not be started: unknown flag: --foo. ", result.Failure.Message);
    }

    [UnixTheory]
    [InlineData(125)]
    [InlineData(127)]
    public async Task A_program_may_end_with_the_codes_of_docker(int exitCode)
    {
        var result = await RunAsync($"echo 'my own words' >&2; exit {exitCode}");

        Assert.Equal((JobState.Failed, exitCode), (result.State, result.ExitCode));
        Assert.Same(LocalRunDiagnostics.JobFailed, result.Failure!.Descriptor);
    }

    [UnixTheory]
    [InlineData("echo 'error waiting for container: unexpected EOF' >&2; exit 125")]
    [InlineData("echo 'error during connect: EOF' >&2; exit 1")]
    [InlineData(": > gone; exit 125")]
    public async Task An_engine_that_vanishes_makes_a_job_lost(string script)
    {
        var result = await RunAsync(script.Replace("gone", $"'{_folder.Path}/gone'"));

        Assert.Equal((JobState.Lost, null), (result.State, result.ExitCode));
        Assert.Same(LocalRunDiagnostics.JobLost, result.Failure!.Descriptor);
    }

    [UnixFact]
    public async Task The_engine_is_told_to_interrupt_a_container_that_is_stopped()
    {
        using var stop = new CancellationTokenSource();
        var pipe = Path.Combine(_folder.Path, "signal");
        var run = RunAsync($"echo ready; while ! test -f '{pipe}'; do /bin/sleep 0.05; done; exit 130", stop.Token);
        await _observer.WaitForAsync("ready");

        await stop.CancelAsync();

        Assert.Equal(JobState.Stopped, (await run).State);
        Assert.StartsWith("kill --signal INT caliban-mnist-", await File.ReadAllTextAsync(pipe));
    }

    /// <param name="script">What <c>docker run</c> does.</param>
    private async Task<JobResult> RunAsync(string script, CancellationToken cancellation = default)
    {
        using var docker = new FakeDocker($$"""
            case "$1" in
            version) test -f '{{_folder.Path}}/gone' && exit 1; echo '28.2.2 28.2.2' ;;
            image) echo "{\"Id\":\"sha256:1\",\"RepoTags\":[\"$5\"]}" ;;
            kill) echo "$*" > '{{_folder.Path}}/signal' ;;
            ps) ;;
            run) {{script}} ;;
            *) echo "unexpected: $*" >&2; exit 99 ;;
            esac
            """);
        var run = (Plans.Create(1, _folder.Path) with { Engine = EngineChoice.Docker }).Run();
        var engine = await new LocalEngines(name => name == "PATH" ? docker.SearchPath : null).ResolveAsync(run, _observer, cancellation);
        var result = await SweepTrial.RunOnceAsync(run, engine, _observer, cancellation: cancellation);
        Assert.Empty(_observer.Reported);
        return Assert.Single(result.Jobs);
    }
}
