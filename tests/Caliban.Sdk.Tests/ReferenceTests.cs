using Caliban.Testing;

namespace Caliban.Sdk.Tests;

/// <summary>References to and from C# projects, and solutions.</summary>
public sealed class ReferenceTests
{
    private const string Library = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
        </Project>
        """;

    private const string Program = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <OutputType>Exe</OutputType>
            <EnableDefaultCompileItems>false</EnableDefaultCompileItems>
          </PropertyGroup>
          <ItemGroup>
            <Compile Include="Program.cs" />
            <ProjectReference Include="../trial.csproj" />
          </ItemGroup>
        </Project>
        """;

    [Fact]
    public async Task A_build_restores_and_builds_a_referenced_csharp_project()
    {
        using var project = WithLibrary();

        var result = await project.Dotnet("build").ShouldSucceedAsync();

        result.ShouldNotShow("warning ");
        Assert.True(project.HasFile("library/bin/Debug/net10.0/library.dll"), result.ToString());
        Assert.True(project.HasFile("obj/caliban/plan.json"));
    }

    [Fact]
    public async Task A_csharp_project_builds_and_runs_with_a_reference_to_a_Caliban_project()
    {
        using var project = WithLibrary();
        project.Write("program/program.csproj", Program);
        project.Write("program/Program.cs", "System.Console.WriteLine(\"hello\");");

        var result = await project.Dotnet("run", "--project", "program").ShouldSucceedAsync();

        Assert.Equal("hello", result.Output.Trim());
        Assert.True(project.HasFile("obj/caliban/plan.json"));
        // A reference of the reference, which only we can name to NuGet
        Assert.True(project.HasFile("library/bin/Debug/net10.0/library.dll"));
    }

    [Theory]
    [InlineData("Build")]
    [InlineData("Rebuild")]
    [InlineData("Clean")]
    [InlineData("CalibanRun")]
    public async Task A_project_with_a_reference_builds_as_an_isolated_graph(string target)
    {
        using var project = WithLibrary();
        await project.Dotnet("restore").ShouldSucceedAsync();

        var result = await project.Dotnet("build", "--no-restore", "-graph", "-isolate", $"-t:{target}").ShouldSucceedAsync();

        Assert.Equal(target != "Clean", project.HasFile("obj/caliban/plan.json"));
        result.ShouldShow("2 nodes, 1 edges");
    }

    [Fact]
    public async Task A_csharp_project_with_a_reference_builds_as_an_isolated_graph()
    {
        using var project = Trial.Create();
        project.Write("program/program.csproj", Program);
        project.Write("program/Program.cs", "System.Console.WriteLine(\"hello\");");
        await project.Dotnet("restore", "program").ShouldSucceedAsync();

        await project.Dotnet("build", "program", "--no-restore", "-graph", "-isolate").ShouldSucceedAsync();

        Assert.True(project.HasFile("obj/caliban/plan.json"));
    }

    [Fact]
    public void Clean_cleans_the_referenced_projects()
    {
        using var referenced = Trial.Create();
        using var project = Trial.Create($"<ItemGroup><ProjectReference Include=\"{referenced.File}\" /></ItemGroup>");
        InProcessBuild.Run(project.File, "Build").ShouldSucceed();
        Assert.True(referenced.HasFile("obj/caliban/plan.json"));

        var report = InProcessBuild.Run(project.File, "Clean").ShouldSucceed();

        Assert.False(referenced.HasFile("obj/caliban/plan.json"), report.Log);
    }

    [Theory]
    [InlineData("sln")]
    [InlineData("slnx")]
    public async Task A_solution_takes_projects_of_every_extension_and_builds_without_a_warning(string format)
    {
        string[] files = ["trial.csproj", "trial.proj", "trial.calibanproj"];
        using var folder = new TemporaryFolder();
        await Command.Dotnet(folder.Path, "new", "sln", "--name", "all", "--format", format).ShouldSucceedAsync();
        foreach (var file in files)
        {
            using var project = Trial.Create(fileName: file);
            var copy = Path.Combine(folder.Path, Path.GetExtension(file)[1..]);
            Directory.Move(project.Folder, copy);
            await Command.Dotnet(folder.Path, "sln", $"all.{format}", "add", Path.Combine(copy, file)).ShouldSucceedAsync();
        }

        var result = await Command.Dotnet(folder.Path, "build", $"all.{format}").ShouldSucceedAsync();

        result.ShouldShow("0 Warning(s)");
        Assert.All(files, file => Assert.True(
            File.Exists(Path.Combine(folder.Path, Path.GetExtension(file)[1..], "obj/caliban/plan.json")), result.ToString()));
    }

    private static SdkProject WithLibrary()
    {
        var project = Trial.Create("<ItemGroup><ProjectReference Include=\"library/library.csproj\" /></ItemGroup>");
        project.Write("library/library.csproj", Library);
        project.Write("library/Library.cs", "namespace Library; public static class One { public static int Value => 1; }");
        return project;
    }
}
