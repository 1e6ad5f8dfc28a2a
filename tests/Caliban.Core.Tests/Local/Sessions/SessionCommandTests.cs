using System.Net;
using Caliban.Core.Local;
using Caliban.Core.Local.Sessions;

namespace Caliban.Core.Tests.Local.Sessions;

/// <summary>The commands that open shells and notebooks.</summary>
public sealed class SessionCommandTests
{
    private static readonly SessionPlan Shell = SessionPlans.Create(SessionKind.Shell);
    private static readonly SessionPlan Notebook = SessionPlans.Create(SessionKind.Notebook);

    [Fact]
    public void The_arguments_of_a_shell() => Golden.Check("Local", "docker-shell.txt", Text(ShellSession.Arguments(
        (Shell with { DockerRunArguments = ["--env", "MINE=1"] }).Container() with { UserFiles = new UserFiles("/obj") }, ShellProgram.Bash, [])));

    [Fact]
    public void The_arguments_of_a_bare_zsh_with_everything() => Golden.Check("Local", "docker-shell-bare.txt", Text(ShellSession.Arguments(
        (Shell with { UseGpu = true }).Container() with
        {
            HomeFolder = null,
            Credentials = new RuntimeCredentials("/keys/key.json"),
            EngineOptions = ["--userns", "host"],
            HasTerminal = false,
        },
        ShellProgram.Zsh,
        ["-c", "echo 'a b'"])));

    [Fact]
    public void The_arguments_of_a_notebook() => Golden.Check("Local", "docker-notebook.txt", Text(NotebookSession.Arguments(
        Notebook.Container(), new NotebookAddress(IPAddress.Loopback, 8890), ["--debug"])));

    [Fact]
    public void The_arguments_of_JupyterLab_for_root_on_an_address_of_version_6() => Golden.Check("Local", "docker-lab.txt", Text(NotebookSession.Arguments(
        (Notebook with { JupyterLab = true }).Container() with { User = new ContainerUser("root", 0, 0, "/root"), HomeFolder = "/root" },
        new NotebookAddress(IPAddress.IPv6Loopback, 8888),
        [])));

    [Fact]
    public void On_Windows_the_user_is_that_of_the_image()
    {
        var arguments = ShellSession.Arguments(
            Shell.Container() with { User = new ContainerUser("ada", null, null, "/home/ada"), HomeFolder = @"C:\Users\Ada" }, ShellProgram.Bash, []);

        Assert.DoesNotContain("--user", arguments);
        Assert.Contains(@"type=bind,src=C:\Users\Ada,dst=/home/ada", arguments);
    }

    [Theory]
    [InlineData("--network=container:db")]
    [InlineData("--uts=host")]
    public void A_container_that_shares_its_name_gets_none(string argument) =>
        Assert.DoesNotContain("--hostname", ShellSession.Arguments((Shell with { DockerRunArguments = [argument] }).Container(), ShellProgram.Bash, []));

    [Theory]
    [InlineData(ShellProgram.Auto, "/usr/bin/zsh", false, "", "zsh")]
    [InlineData(ShellProgram.Auto, "/usr/bin/zsh", true, "", "bash")]
    [InlineData(ShellProgram.Auto, "/usr/bin/zsh", false, "mine:1", "bash")]
    [InlineData(ShellProgram.Auto, "/opt/zsh/bin/fish", false, "", "bash")]
    [InlineData(ShellProgram.Auto, null, false, "", "bash")]
    [InlineData(ShellProgram.Bash, "/bin/zsh", false, "", "bash")]
    [InlineData(ShellProgram.Zsh, "/bin/bash", true, "mine:1", "zsh")]
    [InlineData(ShellProgram.Sh, "/bin/zsh", false, "", "sh")]
    public void The_shell_is_the_one_asked_for_or_the_callers_own(ShellProgram asked, string? own, bool bare, string tag, string expected) =>
        Assert.Equal(expected, ShellSession.Program(ShellSession.Choose(Shell with { ShellProgram = asked, Bare = bare, ImageTag = tag }, _ => own)));

    [Theory]
    [InlineData(false, "", "notebook")]
    [InlineData(true, "4.2.5", "jupyterlab==4.2.5")]
    public void Jupyter_is_one_requirement(bool lab, string version, string expected) =>
        Assert.Equal(expected, NotebookSession.Requirement(Notebook with { JupyterLab = lab, JupyterVersion = version }));

    [Fact]
    public void Tokens_are_long_and_never_the_same()
    {
        Assert.Matches("^[0-9a-f]{48}$", NotebookSession.CreateToken());
        Assert.NotEqual(NotebookSession.CreateToken(), NotebookSession.CreateToken());
    }

    private static string Text(IReadOnlyList<string> arguments) => string.Concat(arguments.Select(argument => $"{argument}\n"));
}
