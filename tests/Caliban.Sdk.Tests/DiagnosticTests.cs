using Caliban.Testing;

namespace Caliban.Sdk.Tests;

/// <summary>Mistakes are reported at the user's file, with a link, and without a stack.</summary>
public sealed class DiagnosticTests
{
    [Fact]
    public void A_project_without_a_module_is_told_what_was_found()
    {
        using var project = new SdkProject("");
        project.Write("trainer/train.py", "");
        project.Write("run.sh", "");

        var report = Broken(project, "CAL1001");

        Assert.Contains("'trainer.train'", report.Message);
        Assert.Contains("'run.sh'", report.Message);
        Assert.Equal(project.File, report.File);
    }

    [Theory]
    [InlineData("CAL1002", "<PropertyGroup><CalibanModule>no.such</CalibanModule></PropertyGroup>", "<CalibanModule>no.such")]
    [InlineData("CAL1009", "<ItemGroup><AptPackage Include=\"git; rm -rf\" /></ItemGroup>", "<AptPackage")]
    [InlineData("CAL1005", "<PropertyGroup><CalibanEngine>podman</CalibanEngine></PropertyGroup>", "<CalibanEngine>podman")]
    [InlineData("CAL1005", "<PropertyGroup><CalibanMaxParallel>none</CalibanMaxParallel></PropertyGroup>", "<CalibanMaxParallel>")]
    [InlineData("CAL1007", "<ItemGroup><ExtraDirectory Include=\"data\" /></ItemGroup>", "<ExtraDirectory")]
    [InlineData("CAL2001", "<ItemGroup><ExperimentConfig Include=\"none.json\" /></ItemGroup>", "none.json")]
    [InlineData("CAL2047", "<ItemGroup><ExperimentParameter Include=\"b\" /></ItemGroup>", "<ExperimentParameter")]
    public void A_mistake_in_the_project_file_is_reported_at_its_line(string code, string mistake, string text)
    {
        using var project = Trial.Create(mistake);

        var report = Broken(project, code);

        Assert.Equal((project.File, Trial.LineOf(project.File, text)), (report.File, report.Line));
        Assert.True(report.Column > 0);
    }

    [Fact]
    public void A_mistake_in_an_experiment_file_is_reported_at_its_line_and_column()
    {
        using var project = Trial.Create();
        var file = project.Write("experiment.json", "{\n  \"a\": [1, oops]\n}\n");

        var report = Broken(project, "CAL2023");

        Assert.Equal((file, 2, 12), (report.File, report.Line, report.Column));
    }

    [Fact]
    public void A_mistake_in_an_imported_file_is_reported_there()
    {
        using var project = Trial.Create("<Import Project=\"more.props\" />");
        var file = project.Write("more.props", "<Project>\n<ItemGroup>\n<AptPackage Include=\"-y\" />\n</ItemGroup>\n</Project>");

        var report = Broken(project, "CAL1009");

        Assert.Equal((file, 3), (report.File, report.Line));
    }

    [Theory]
    [InlineData("CAL1002", "CalibanModule", "no.such")]
    [InlineData("CAL1005", "CalibanEngine", "podman")]
    [InlineData("CAL1005", "CalibanDryRun", "perhaps")]
    [InlineData("CAL1009", "AptPackage", "-y")]
    [InlineData("CAL2001", "ExperimentConfig", "none.json")]
    public void A_mistake_on_the_command_line_is_reported_at_the_project(string code, string name, string value)
    {
        using var project = Trial.Create();

        var report = Broken(project, code, (name, value));

        Assert.Equal((project.File, 0), (report.File, report.Line));
        Assert.Contains(value, report.Message);
    }

    [Fact]
    public async Task The_command_line_shows_file_line_and_column()
    {
        using var project = Trial.Create();
        var file = project.Write("experiment.json", "{\"a\": nil}");

        var result = await project.Dotnet("build").ShouldFailAsync();

        result.ShouldShow($"{file}(1,7): error CAL2023:").ShouldNotShow("   at ");
    }

    private static ReportedDiagnostic Broken(SdkProject project, string code, params (string Name, string Value)[] properties)
    {
        var build = InProcessBuild.Run(project.File, "Build", properties).ShouldFail();
        Assert.DoesNotContain("   at ", build.Log);
        Assert.All(build.Diagnostics, diagnostic =>
        {
            Assert.False(diagnostic.File.StartsWith(Repository.Sdk, StringComparison.Ordinal), build.Log);
            Assert.EndsWith($"#{diagnostic.Code.ToLowerInvariant()}", diagnostic.HelpLink);
        });

        // The Dockerfile and the plan are checked one after the other, and the first mistake ends the build.
        return build.Single(code);
    }
}
