using Caliban.Testing;
using BinaryLog = Microsoft.Build.Logging.StructuredLogger.BinaryLog;
using LoggedTask = Microsoft.Build.Logging.StructuredLogger.Task;

namespace Caliban.Sdk.Tests;

/// <summary>The verbs of the command line, on a project that compiles nothing.</summary>
public sealed class BuildTargetsTests
{
    [Theory]
    [InlineData("trial.csproj")]
    [InlineData("trial.proj")]
    [InlineData("trial.calibanproj")]
    public async Task Build_writes_the_Dockerfile_and_the_plan_and_runs_nothing(string fileName)
    {
        using var project = Trial.Create(fileName: fileName);

        var result = await project.Dotnet("build").ShouldSucceedAsync();

        result.ShouldNotShow("warning CAL").ShouldNotShow("ran:");
        Assert.True(project.HasFile("obj/caliban/Dockerfile"));
        Assert.True(project.HasFile("obj/caliban/plan.json"));
        Assert.False(project.HasFile("obj/caliban/logs"));
        Assert.False(Directory.Exists(Path.Combine(project.Folder, "bin")));
    }

    [Fact]
    public void Build_is_the_default_target()
    {
        using var project = Trial.Create();

        Assert.Equal("Build", InProcessBuild.Property(project.File, "MSBuildProjectDefaultTargets"));
    }

    [Fact]
    public async Task A_build_without_a_target_builds()
    {
        using var project = Trial.Create();

        await project.Dotnet("msbuild").ShouldSucceedAsync();

        Assert.True(project.HasFile("obj/caliban/plan.json"));
    }

    [Fact]
    public async Task A_build_runs_two_tasks_of_ours_and_no_others()
    {
        using var project = Trial.Create();
        await project.Dotnet("build", "-bl:build.binlog").ShouldSucceedAsync();

        var build = BinaryLog.ReadBuild(Path.Combine(project.Folder, "build.binlog"));

        var tasks = build.FindChildrenRecursive<LoggedTask>().Select(task => task.Name);
        Assert.Equal(["DeclareImage", "WriteDockerfile", "PlanSweep"], tasks);
    }

    [Fact]
    public void Clean_removes_what_was_generated_and_nothing_else()
    {
        using var project = Trial.Create();
        project.Write("obj/mine.txt", "");
        InProcessBuild.Run(project.File, "Build").ShouldSucceed();

        InProcessBuild.Run(project.File, "Clean").ShouldSucceed();

        Assert.False(Directory.Exists(Path.Combine(project.Folder, "obj/caliban")));
        Assert.True(project.HasFile("obj/mine.txt"));
    }

    [Fact]
    public void Rebuild_removes_and_builds()
    {
        using var project = Trial.Create();
        var old = project.Write("obj/caliban/old.txt", "");

        var report = InProcessBuild.Run(project.File, "Rebuild").ShouldSucceed();

        Assert.False(File.Exists(old), report.Log);
        Assert.True(project.HasFile("obj/caliban/Dockerfile"));
        Assert.Single(report.Items);
    }

    [Theory]
    [InlineData("restore")]
    [InlineData("pack")]
    [InlineData("test")]
    [InlineData("clean")]
    public async Task A_command_that_has_nothing_to_do_says_nothing_wrong(string command)
    {
        using var project = Trial.Create();

        var result = await project.Dotnet(command).ShouldSucceedAsync();

        result.ShouldNotShow("warning CAL").ShouldNotShow(": warning ").ShouldNotShow("error ");
    }

    [Fact]
    public async Task Publish_checks_everything_and_asks_where_to_push()
    {
        using var project = Trial.Create();

        var result = await project.Dotnet("publish", "-p:CalibanProjectId=").ShouldFailAsync();

        result.ShouldShow("trial.csproj : error CAL3051:");
        Assert.True(project.HasFile("obj/caliban/Dockerfile"));
    }

    [Fact]
    public void CalibanHelp_lists_the_commands()
    {
        using var project = Trial.Create();

        var report = InProcessBuild.Run(project.File, "CalibanHelp").ShouldSucceed();

        Assert.Contains("-t:CalibanRun", report.Log);
    }

    [Fact]
    public async Task A_project_builds_by_threads()
    {
        using var project = Trial.Create();

        await project.Dotnet("build", "-mt").ShouldSucceedAsync();

        Assert.True(project.HasFile("obj/caliban/plan.json"));
    }

    [Fact]
    public async Task A_project_builds_as_an_isolated_graph()
    {
        using var project = Trial.Create();

        await project.Dotnet("build", "-graph", "-isolate").ShouldSucceedAsync();

        Assert.True(project.HasFile("obj/caliban/plan.json"));
    }

    [Theory]
    [InlineData("-m:2")]
    [InlineData("-mt")]
    public async Task Two_projects_run_at_once(string switches)
    {
        using var first = Trial.Create();
        using var second = Trial.Create();
        var both = first.Write("both/both.proj", $"""
            <Project>
              <Target Name="Build">
                <MSBuild Projects="{first.File};{second.File}" Targets="CalibanRun" BuildInParallel="true" />
              </Target>
            </Project>
            """);

        var result = await first.Dotnet("msbuild", both, switches, "-m:2").ShouldSucceedAsync();

        Assert.Equal(4, result.Output.Split("ran: ").Length - 1);
    }

    [Fact]
    public async Task Build_checks_find_nothing_to_say()
    {
        using var project = Trial.Create();
        await project.Dotnet("build").ShouldSucceedAsync();

        var result = await project.Dotnet("build", "-check").ShouldSucceedAsync();

        result.ShouldShow("0 Warning(s)").ShouldNotShow("BC0");
    }
}
