using Caliban.Testing;

namespace Caliban.Sdk.Tests;

/// <summary>CalibanExpand: experiments as items and as text.</summary>
public sealed class ExpandTests
{
    [Fact]
    public void Every_experiment_is_an_item_with_its_place()
    {
        using var project = Trial.Create();
        var file = project.Write("experiment.json", "[\n  {\"a\": [1, 2], \"on\": true},\n  {\"a\": \"x y\"}\n]");

        var items = InProcessBuild.Run(project.File, "CalibanExpand").ShouldSucceed().Items;

        Assert.Equal(["1", "2", "3"], items.Select(item => item["Index"]));
        Assert.Equal(["--a 1 --on", "--a 2 --on", "--a 'x y'"], items.Select(item => item["Flags"]));
        Assert.Equal(["2", "2", "3"], items.Select(item => item["SourceLine"]));
        Assert.All(items, item => Assert.Equal(file, item["SourceFile"]));
    }

    [Fact]
    public void Parameters_multiply_the_experiments()
    {
        using var project = Trial.Create("""
            <ItemGroup>
              <ExperimentParameter Include="b" Values="x;y" />
              <ExperimentParameter Include="c" Values="0.5" />
            </ItemGroup>
            """);

        var items = InProcessBuild.Run(project.File, "CalibanExpand").ShouldSucceed().Items;

        Assert.Equal(
            ["--a 1 --b x --c 0.5", "--a 1 --b y --c 0.5", "--a 2 --b x --c 0.5", "--a 2 --b y --c 0.5"],
            items.Select(item => item["Flags"]));
    }

    [Fact]
    public void A_value_may_hold_an_escaped_semicolon_and_other_signs_of_MSBuild()
    {
        using var project = new SdkProject("""
            <ItemGroup>
              <ExperimentParameter Include="b" Values="x%3By;100%25;%24(z)" />
            </ItemGroup>
            """);

        var items = InProcessBuild.Run(project.File, "CalibanExpand").ShouldSucceed().Items;

        Assert.Equal(["--b 'x;y'", "--b 100%", "--b '$(z)'"], items.Select(item => item["Flags"]));
    }

    [Fact]
    public void Several_files_are_expanded_in_their_order()
    {
        using var project = Trial.Create("<ItemGroup><ExperimentConfig Include=\"more.json\" /></ItemGroup>");
        project.Write("more.json", """{"a": 0}""");

        var items = InProcessBuild.Run(project.File, "CalibanExpand").ShouldSucceed().Items;

        Assert.Equal(["--a 1", "--a 2", "--a 0"], items.Select(item => item["Flags"]));
    }

    [Theory]
    [InlineData("json", "[{\"a\": 1}, {\"a\": 2}]\n")]
    [InlineData("indented", "[\n  {\n    \"a\": 1\n  },\n  {\n    \"a\": 2\n  }\n]\n")]
    [InlineData("flags", "--a 1\n--a 2\n")]
    public async Task The_expansion_is_printed_and_nothing_else(string format, string expected)
    {
        using var project = Trial.Create();

        var result = await project
            .Dotnet("msbuild", "-t:CalibanExpand", "-getProperty:CalibanExpansion", $"-p:CalibanExpandFormat={format}")
            .ShouldSucceedAsync();

        Assert.Equal((expected, ""), (result.Output.ReplaceLineEndings("\n"), result.Error));
    }

    [Theory]
    [InlineData("json", "[{\"a\": 1}, {\"a\": 2}]\n")]
    [InlineData("indented", "[\n  {\n    \"a\": 1\n  },\n  {\n    \"a\": 2\n  }\n]\n")]
    [InlineData("flags", "--a 1\n--a 2\n")]
    public void The_expansion_is_written_to_a_file(string format, string expected)
    {
        using var project = Trial.Create();

        var report = InProcessBuild.Run(
            project.File, "CalibanExpand", ("CalibanExpandFormat", format), ("CalibanExpandFile", "out/sweep")).ShouldSucceed();

        Assert.Equal(expected, File.ReadAllText(Path.Combine(project.Folder, "out", "sweep")));
        Assert.DoesNotContain("--a 1", report.Log);
    }

    [Fact]
    public void An_unknown_format_is_refused()
    {
        using var project = Trial.Create();

        var report = InProcessBuild.Run(project.File, "CalibanExpand", ("CalibanExpandFormat", "yaml")).ShouldFail();

        Assert.Equal(project.File, report.Single("CAL1005").File);
    }

    [Fact]
    public async Task Experiments_are_read_from_the_standard_input()
    {
        using var project = Trial.Create();
        var command = project.Dotnet("msbuild", "-t:CalibanExpand", "-getProperty:CalibanExpansion", "-p:ExperimentConfig=stdin");

        var result = await (command with { Input = """{"b": [3, 4]}""" }).ShouldSucceedAsync();

        Assert.Equal("[{\"b\": 3}, {\"b\": 4}]", result.Output.Trim());
    }

    [Fact]
    public async Task An_empty_standard_input_is_an_error()
    {
        using var project = Trial.Create();

        var result = await project.Dotnet("msbuild", "-t:CalibanExpand", "-p:ExperimentConfig=stdin").ShouldFailAsync();

        result.ShouldShow("trial.csproj : error CAL2004:").ShouldNotShow("   at ");
    }
}
