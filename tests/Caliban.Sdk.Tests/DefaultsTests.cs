using System.Xml.Linq;
using Caliban.Testing;

namespace Caliban.Sdk.Tests;

/// <summary>What a project, its folder and the command line can change.</summary>
public sealed class DefaultsTests
{
    /// <summary>Every property that has a default.</summary>
    public static TheoryData<string> Properties { get; } =
    [
        .. XDocument.Load(Path.Combine(Repository.Sdk, "Caliban.Properties.targets"))
            .Descendants("PropertyGroup")
            .Where(group => group.Attribute("Label") is not null)
            .Elements()
            .Select(element => element.Name.LocalName)
            .Distinct(),
    ];

    [Theory]
    [MemberData(nameof(Properties))]
    public void A_project_can_set_every_property(string name)
    {
        using var project = new SdkProject($"<PropertyGroup><{name}>/set</{name}></PropertyGroup>");

        Assert.Equal("/set", InProcessBuild.Property(project.File, name));
    }

    [Theory]
    [MemberData(nameof(Properties))]
    public void A_Directory_Build_props_file_can_set_every_property(string name)
    {
        using var project = new SdkProject("");
        project.Write("Directory.Build.props", $"<Project><PropertyGroup><{name}>/set</{name}></PropertyGroup></Project>");

        Assert.Equal("/set", InProcessBuild.Property(project.File, name));
    }

    [Theory]
    [InlineData("TargetFramework")]
    [InlineData("Configuration")]
    [InlineData("DefaultProjectTypeGuid")]
    [InlineData("RunCommand")]
    [InlineData("RunArguments")]
    [InlineData("RunWorkingDirectory")]
    public void A_project_can_set_the_standard_properties(string name)
    {
        using var project = new SdkProject($"<PropertyGroup><{name}>other</{name}></PropertyGroup>");

        Assert.Equal("other", InProcessBuild.Property(project.File, name));
    }

    [Theory]
    [InlineData("BaseImage")]
    [InlineData("AptPackage")]
    [InlineData("PythonPackage")]
    [InlineData("ExtraDirectory")]
    [InlineData("ExperimentConfig")]
    [InlineData("ScriptArgument")]
    [InlineData("GpuSpec")]
    public void A_property_with_the_name_of_an_item_replaces_the_items(string type)
    {
        using var project = new SdkProject($"<ItemGroup><{type} Include=\"one;two\" /></ItemGroup>");

        Assert.Equal(["one", "two"], InProcessBuild.Items(project.File, type));
        Assert.Equal(["three"], InProcessBuild.Items(project.File, type, (type, "three")));
    }

    [Fact]
    public void A_smaller_experiment_file_can_be_named_on_the_command_line()
    {
        using var project = Trial.Create();
        project.Write("small.json", """{"a": 7}""");

        var report = InProcessBuild.Run(project.File, "CalibanExpand", ("ExperimentConfig", "small.json")).ShouldSucceed();

        Assert.Equal("--a 7", Assert.Single(report.Items)["Flags"]);
    }

    [Fact]
    public void The_base_image_of_the_command_line_stands_in_the_Dockerfile()
    {
        using var project = Trial.Create("<ItemGroup><BaseImage Include=\"python:3.11\" /></ItemGroup>");

        var report = InProcessBuild.Run(project.File, "CalibanDockerfile", ("BaseImage", "python:3.13")).ShouldSucceed();

        Assert.Contains("FROM python:3.13 AS environment\n", File.ReadAllText(Assert.Single(report.Items)["FullPath"]));
    }

    [Fact]
    public void Directory_Build_targets_are_read_and_may_hook_our_targets()
    {
        using var project = Trial.Create();
        project.Write("Directory.Build.targets", Hook("found: $(CalibanModule)"));

        Assert.Contains("found: run.sh", InProcessBuild.Run(project.File, "Build").ShouldSucceed().Log);
    }

    [Fact]
    public void The_nearest_Directory_Build_targets_of_a_parent_folder_are_read()
    {
        using var project = Trial.Create();
        project.Write("Directory.Build.targets", Hook("found above"));
        var below = Path.Combine(project.Folder, "below", "trial.csproj");
        Directory.CreateDirectory(Path.GetDirectoryName(below)!);
        File.Copy(project.File, below);
        project.Write("below/run.sh", "");
        project.Write("below/experiment.json", "{}");

        Assert.Contains("found above", InProcessBuild.Run(below, "Build").ShouldSucceed().Log);
    }

    [Fact]
    public void Directory_Build_targets_can_be_left_out()
    {
        using var project = Trial.Create("<PropertyGroup><ImportDirectoryBuildTargets>false</ImportDirectoryBuildTargets></PropertyGroup>");
        project.Write("Directory.Build.targets", Hook("found"));

        Assert.DoesNotContain("found", InProcessBuild.Run(project.File, "Build").ShouldSucceed().Log);
    }

    [Fact]
    public void A_file_can_be_imported_before_our_targets()
    {
        using var project = Trial.Create("<PropertyGroup><CustomBeforeCalibanTargets>$(MSBuildProjectDirectory)/mine.targets</CustomBeforeCalibanTargets></PropertyGroup>");
        project.Write("mine.targets", "<Project><PropertyGroup><CalibanPython>python3.12</CalibanPython></PropertyGroup></Project>");

        Assert.Equal("python3.12", InProcessBuild.Property(project.File, "CalibanPython"));
    }

    [Fact]
    public void A_file_can_be_imported_after_our_targets()
    {
        using var project = Trial.Create("<PropertyGroup><CustomAfterCalibanTargets>$(MSBuildProjectDirectory)/mine.targets</CustomAfterCalibanTargets></PropertyGroup>");
        project.Write("mine.targets", "<Project><Target Name=\"CalibanHelp\"><Message Text=\"mine\" Importance=\"high\" /></Target></Project>");

        Assert.Contains("mine", InProcessBuild.Run(project.File, "CalibanHelp").ShouldSucceed().Log);
    }

    private static string Hook(string text) =>
        $"<Project><Target Name=\"Hook\" AfterTargets=\"CalibanDockerfile\"><Message Text=\"{text}\" Importance=\"high\" /></Target></Project>";
}
