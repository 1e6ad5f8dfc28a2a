using Caliban.Testing;

namespace Caliban.Sdk.Tests;

/// <summary>The targets of shells and notebooks, as far as they go without an engine.</summary>
public sealed class SessionTests
{
    [Theory]
    [InlineData("shell", "shell: docker run ", " --entrypoint bash ")]
    [InlineData("Notebook", "notebook: docker run ", " -m jupyter notebook ")]
    public async Task A_dry_run_shows_the_command_and_leaves_nothing(string command, string start, string part)
    {
        using var project = Create();
        var before = Trial.Snapshot(project.Folder);

        var result = await project.Dotnet("run", $"-p:CalibanCommand={command}", "-p:CalibanDryRun=true", "-p:CalibanShellProgram=bash").ShouldSucceedAsync();

        Assert.StartsWith(start, result.Output);
        result.ShouldShow(part);
        Assert.Equal(before, Trial.Snapshot(project.Folder));
    }

    [Fact]
    public void A_project_without_a_module_can_be_looked_around_in_and_not_be_built()
    {
        using var project = Create();

        InProcessBuild.Run(project.File, "Build", ("CalibanCommand", "shell")).ShouldSucceed();
        Assert.True(project.HasFile("obj/caliban/session.json"));
        Assert.False(project.HasFile("obj/caliban/plan.json"));
        InProcessBuild.Run(project.File, "Build").ShouldFail().Single("CAL1001");
    }

    [Fact]
    public void The_plan_of_a_session_is_the_same_every_time()
    {
        using var project = Create();
        InProcessBuild.Run(project.File, "Build", ("CalibanCommand", "notebook")).ShouldSucceed();
        var first = Trial.Snapshot(project.Folder);

        InProcessBuild.Run(project.File, "Build", ("CalibanCommand", "notebook")).ShouldSucceed();

        Assert.Equal(first, Trial.Snapshot(project.Folder));
    }

    [Theory]
    [InlineData("CalibanShell", "A shell needs a terminal", "shell")]
    [InlineData("CalibanNotebook", "A notebook needs a terminal", "notebook")]
    public async Task Without_a_terminal_a_build_says_what_to_type(string target, string message, string command)
    {
        using var project = Create();

        var result = await project.Dotnet("build", $"-t:{target}").ShouldFailAsync();

        result.ShouldShow("error CAL4020").ShouldShow(message).ShouldShow($"dotnet run --project {project.File} -p:CalibanCommand={command}");
    }

    [Fact]
    public void An_unknown_command_names_those_there_are()
    {
        using var project = Create();

        Assert.Contains(
            "Use 'run', 'shell', 'notebook', 'status', 'stop', 'resubmit', 'logs', 'wait' or 'forget'.",
            InProcessBuild.Run(project.File, "Build", ("CalibanCommand", "dance")).ShouldFail().Single("CAL1005").Message);
    }

    private static SdkProject Create() => new("");
}
