using Caliban.Testing;

namespace Caliban.Sdk.Tests;

/// <summary>Sdk="Microsoft.NET.Sdk;Caliban.Sdk": a C# program with experiments beside it.</summary>
public sealed class AdditiveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public AdditiveTests()
    {
        const string Package = ".sdk/caliban.sdk/0.0.0-test";
        _folder.Write("nuget.config", """<configuration><fallbackPackageFolders><add key="test" value=".sdk" /></fallbackPackageFolders></configuration>""");
        _folder.Write("global.json", """{"msbuild-sdks": {"Caliban.Sdk": "0.0.0-test"}}""");
        _folder.Write($"{Package}/.nupkg.metadata", """{"version": 2, "contentHash": "", "source": "test"}""");
        _folder.Write($"{Package}/Sdk/Sdk.props", $"""
            <Project>
              <PropertyGroup>
                <CalibanTasksAssembly>{Repository.TasksAssembly}</CalibanTasksAssembly>
                <CalibanRunnerAssembly>{Repository.RunnerAssembly}</CalibanRunnerAssembly>
              </PropertyGroup>
              <Import Project="{Repository.Sdk}/Sdk.props" />
            </Project>
            """);
        _folder.Write($"{Package}/Sdk/Sdk.targets", $"<Project><Import Project=\"{Repository.Sdk}/Sdk.targets\" /></Project>");
        _folder.Write("trial.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk;Caliban.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
              </PropertyGroup>
            {Trial.Body}
            </Project>
            """);
        _folder.Write("Program.cs", "System.Console.WriteLine(\"hello from C#\");");
        _folder.Write("run.sh", "echo \"ran: $*\"");
        _folder.Write("experiment.json", """{"a": [1, 2]}""");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_program_runs_unchanged()
    {
        var result = await Dotnet("run").ShouldSucceedAsync();

        Assert.Equal("hello from C#", result.Output.Trim());
    }

    [Fact]
    public async Task A_shell_opens_instead_of_the_program_when_asked_for()
    {
        var result = await Dotnet("run", "-p:CalibanCommand=shell", "-p:CalibanDryRun=true").ShouldSucceedAsync();

        Assert.StartsWith("shell: docker run ", result.Output);
    }

    [Fact]
    public async Task A_build_compiles_and_checks_the_experiments_and_a_clean_removes_both()
    {
        (await Dotnet("build").ShouldSucceedAsync()).ShouldShow("0 Warning(s)");
        Assert.True(Exists("bin/Debug/net10.0/trial.dll"));
        Assert.True(Exists("obj/caliban/plan.json"));

        await Dotnet("clean").ShouldSucceedAsync();
        Assert.False(Exists("bin/Debug/net10.0/trial.dll"));
        Assert.False(Exists("obj/caliban/plan.json"));
    }

    [Fact]
    public async Task Publish_is_that_of_the_program()
    {
        (await Dotnet("publish", "-p:CalibanRepository=127.0.0.1:1/x").ShouldSucceedAsync()).ShouldNotShow("CAL3");

        Assert.True(Exists("bin/Release/net10.0/publish/trial.dll"));
    }

    [Fact]
    public async Task A_build_finds_a_mistake_in_the_experiments()
    {
        _folder.Write("experiment.json", "{\"a\": nil}");

        (await Dotnet("build").ShouldFailAsync()).ShouldShow("experiment.json(1,7): error CAL2023");
    }

    [Fact]
    public async Task The_experiments_run_beside_the_program()
    {
        var result = await Dotnet("build", "-t:CalibanRun").ShouldSucceedAsync();

        result.ShouldShow("ran: --a 1").ShouldShow("ran: --a 2").ShouldNotShow("hello from C#");
    }

    [Fact]
    public async Task A_program_without_a_module_is_only_a_program()
    {
        _folder.Write("Directory.Build.targets", "<Project><PropertyGroup><CalibanModule /></PropertyGroup></Project>");

        await Dotnet("build").ShouldSucceedAsync();

        Assert.False(Exists("obj/caliban"));
    }

    [Fact]
    public async Task NoWarn_counts_for_the_compiler_and_for_us()
    {
        var result = await Dotnet("build", "-t:CalibanRun", "-p:NoWarn=CAL4001").ShouldSucceedAsync();

        result.ShouldNotShow("CAL4001");
    }

    private bool Exists(string relativePath) => Path.Exists(Path.Combine(_folder.Path, relativePath));

    private Command Dotnet(params string[] arguments) => Command.Dotnet(_folder.Path, arguments);
}
