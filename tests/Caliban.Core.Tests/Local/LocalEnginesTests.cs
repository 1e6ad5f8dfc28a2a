using Caliban.Core.Diagnostics;
using Caliban.Core.Images;
using Caliban.Core.Jobs;
using Caliban.Core.Local;
using Caliban.Core.Projects;
using Caliban.Core.Tests.Docker;
using Caliban.Core.Tests.Jobs;
using Caliban.Testing;

namespace Caliban.Core.Tests.Local;

public sealed class LocalEnginesTests : IDisposable
{
    private static readonly SweepPlan Plan = Plans.Create(1) with
    {
        Image = new ImageDeclaration(new ProjectProgram(ProgramKind.PythonModule, "trainer.train", "trainer")),
    };

    private readonly RecordingObserver _reported = new();
    private readonly TemporaryFolder _programs = new();

    public LocalEnginesTests()
    {
        var python = _programs.Write("python3", "#!/bin/sh\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(python, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    public void Dispose() => _programs.Dispose();

    [UnixTheory]
    [InlineData(EngineChoice.Auto)]
    [InlineData(EngineChoice.Docker)]
    public async Task An_engine_that_answers_is_used_without_a_word(EngineChoice choice)
    {
        using var docker = FakeDocker.Answering();

        Assert.IsType<DockerJobEngine>(await ResolveAsync(Plan with { Engine = choice }, docker));
        Assert.Empty(_reported.Reported);
    }

    [UnixFact]
    public async Task An_engine_that_hangs_is_given_up_and_the_warning_says_why()
    {
        using var docker = FakeDocker.Hanging();

        Assert.IsType<ProcessJobEngine>(await ResolveAsync(Plan, docker));
        AssertWarns("nothing isolates them, because docker gave no answer within 3 s.");
    }

    [UnixFact]
    public async Task An_engine_that_refuses_is_given_up_and_the_warning_says_why()
    {
        using var docker = FakeDocker.Refusing();

        Assert.IsType<ProcessJobEngine>(await ResolveAsync(Plan, docker));
        AssertWarns("nothing isolates them, because docker says \"Cannot connect to the Docker daemon. Is it running?\".");
    }

    [UnixFact]
    public async Task Without_docker_the_warning_says_so()
    {
        Assert.IsType<ProcessJobEngine>(await ResolveAsync(Plan, docker: null));
        AssertWarns("there is no docker command on the PATH");
    }

    [UnixFact]
    public async Task Processes_that_are_asked_for_ask_no_engine()
    {
        using var docker = FakeDocker.Answering();

        Assert.IsType<ProcessJobEngine>(await ResolveAsync(Plan with { Engine = EngineChoice.Process }, docker));
        AssertWarns("CalibanEngine is 'process'");
    }

    [UnixFact]
    public async Task The_warning_names_packages_that_are_not_installed()
    {
        await ResolveAsync(Plan with { Image = Plan.Image with { Environment = new EnvironmentDeclaration { AptPackages = ["git", "curl"] } } }, docker: null);

        AssertWarns("These AptPackage items are not installed: git, curl.");
    }

    [UnixFact]
    public async Task Docker_that_is_asked_for_and_refuses_is_an_error()
    {
        using var docker = FakeDocker.Refusing();

        var mistake = await MistakeAsync(Plan with { Engine = EngineChoice.Docker }, docker);

        Assert.Same(LocalRunDiagnostics.EngineNotAvailable, mistake.Descriptor);
        Assert.Contains("can be used: docker says \"Cannot connect", mistake.Message);
        Assert.Equal(new SourceLocation(Plan.ProjectFile), mistake.Location);
    }

    [Fact]
    public async Task Docker_that_is_asked_for_and_not_installed_is_an_error()
    {
        var mistake = await MistakeAsync(Plan with { Engine = EngineChoice.Docker }, docker: null);

        Assert.Same(LocalRunDiagnostics.EngineNotAvailable, mistake.Descriptor);
    }

    [LinuxFact]
    public async Task A_GPU_for_processes_needs_a_driver()
    {
        var plan = Plan with { Engine = EngineChoice.Process, Image = Plan.Image with { UseGpu = true } };
        if (File.Exists("/dev/nvidiactl"))
        {
            Assert.IsType<ProcessJobEngine>(await ResolveAsync(plan, docker: null));
            return;
        }

        var mistake = await MistakeAsync(plan, docker: null);

        Assert.Same(LocalRunDiagnostics.NoGpuRuntime, mistake.Descriptor);
        Assert.Contains("CalibanUseGpu=false", mistake.Message);
        Assert.Empty(_reported.Reported);
    }

    [LinuxFact]
    public async Task The_program_of_the_driver_is_enough_for_a_GPU()
    {
        File.Copy(Path.Combine(_programs.Path, "python3"), Path.Combine(_programs.Path, "nvidia-smi"));

        Assert.IsType<ProcessJobEngine>(await ResolveAsync(Plan with { Engine = EngineChoice.Process, Image = Plan.Image with { UseGpu = true } }, docker: null));
    }

    [UnixFact]
    public async Task A_missing_Python_names_the_property()
    {
        File.Delete(Path.Combine(_programs.Path, "python3"));

        var mistake = await MistakeAsync(Plan, docker: null);
        var chosen = await MistakeAsync(Plan with { LocalPython = "/nowhere/python" }, docker: null);

        Assert.Same(LocalRunDiagnostics.ProgramNotFound, mistake.Descriptor);
        Assert.Contains("'python3' was not found on this machine, ", mistake.Message);
        Assert.Contains("set CalibanLocalPython to its path", mistake.Message);
        Assert.Contains("'/nowhere/python' was not found", chosen.Message);
    }

    [UnixFact]
    public async Task A_shell_script_needs_bash_and_no_Python()
    {
        File.Delete(Path.Combine(_programs.Path, "python3"));
        var plan = Plan with { Image = new ImageDeclaration(new ProjectProgram(ProgramKind.ShellScript, "run.sh", ".")) };

        var mistake = await MistakeAsync(plan, docker: null);

        Assert.Contains("'bash' was not found", mistake.Message);
    }

    [Theory]
    [InlineData(EngineChoice.Auto, "Without a Docker engine they would run as processes.")]
    [InlineData(EngineChoice.Docker, "1 job, none of them run: this is a dry run.")]
    public async Task A_dry_run_shows_the_command_of_each_job_and_asks_nobody(EngineChoice choice, string end)
    {
        using var folder = new TemporaryFolder();
        folder.Write("trainer/train.py", "");

        var lines = await LocalSweep.PreviewAsync(Plans.Create(1, folder.Path) with { Engine = choice }, _ => null, CancellationToken.None);

        Assert.Equal(2, lines.Count);
        Assert.Matches("^job 1 rate=1: docker run --init --name caliban-mnist-[^ ]+-1 .* caliban/mnist:[0-9a-f]{16} --rate 1$", lines[0]);
        Assert.EndsWith(end, lines[1]);
        Assert.Equal(["trainer"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [UnixFact]
    public async Task A_dry_run_of_processes_shows_their_commands()
    {
        var lines = await LocalSweep.PreviewAsync(Plans.Create(2) with { Engine = EngineChoice.Process }, _ => _programs.Path, CancellationToken.None);

        Assert.Equal(
            [
                $"job 1 rate=1: {_programs.Path}/python3 -m trainer.train --rate 1",
                $"job 2 rate=2: {_programs.Path}/python3 -m trainer.train --rate 2",
                "2 jobs, none of them run: this is a dry run.",
            ],
            lines);
    }

    private Task<IJobEngine> ResolveAsync(SweepPlan plan, FakeDocker? docker) => new LocalEngines(name => name == "PATH"
            ? $"{docker?.SearchPath}{Path.PathSeparator}{_programs.Path}"
            : null)
        .ResolveAsync(plan.Run(), _reported, CancellationToken.None);

    private async Task<Diagnostic> MistakeAsync(SweepPlan plan, FakeDocker? docker) =>
        Assert.Single((await Assert.ThrowsAsync<DiagnosticException>(() => ResolveAsync(plan, docker))).Diagnostics);

    private void AssertWarns(string text)
    {
        var warning = Assert.Single(_reported.Reported);
        Assert.Same(LocalRunDiagnostics.NothingIsolates, warning.Descriptor);
        Assert.Contains(text, warning.Message);
    }
}
