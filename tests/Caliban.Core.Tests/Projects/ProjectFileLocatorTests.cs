using Caliban.Core.Diagnostics;
using Caliban.Core.Projects;
using Caliban.Testing;

namespace Caliban.Core.Tests.Projects;

public sealed class ProjectFileLocatorTests : IDisposable
{
    private const string Text = """
        <Project Sdk="Caliban.Sdk/1.0.0">
          <PropertyGroup>
            <CalibanModule>trainer.train</CalibanModule>
            <calibanengine> podman </calibanengine>
          </PropertyGroup>
          <PropertyGroup Condition="true">
            <CalibanModule>trainer.train</CalibanModule>
          </PropertyGroup>
          <ItemGroup>
            <AptPackage Include="git; libgomp1" />
            <ExtraDirectory Include="data\raw" />
            <PythonPackage Include="numpy%3B python_version" />
            <CalibanModule Include="trainer.train" />
          </ItemGroup>
          <Target Name="T"><ItemGroup><AptPackage Include="inner" /></ItemGroup></Target>
        </Project>
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly string _project;

    public ProjectFileLocatorTests() => _project = _folder.Write("train.csproj", Text);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_last_declaration_of_a_property_with_that_value_counts() =>
        Assert.Equal(new SourceLocation(_project, 7, 6), ProjectFileLocator.Property(_project, "CalibanModule", "trainer.train"));

    [Fact]
    public void Case_and_surrounding_space_do_not_matter() =>
        Assert.Equal(new SourceLocation(_project, 4, 6), ProjectFileLocator.Property(_project, "CalibanEngine", "podman"));

    [Fact]
    public void A_value_from_elsewhere_points_at_the_file_alone() =>
        Assert.Equal(new SourceLocation(_project), ProjectFileLocator.Property(_project, "CalibanModule", "from.command.line"));

    [Theory]
    [InlineData("AptPackage", "git", 10)]
    [InlineData("aptpackage", "libgomp1", 10)]
    [InlineData("AptPackage", "inner", 15)]
    [InlineData("ExtraDirectory", "data/raw", 11)]
    [InlineData("PythonPackage", "numpy; python_version", 12)]
    public void An_item_is_found_by_what_it_includes(string type, string include, int line) =>
        Assert.Equal(line, ProjectFileLocator.Item(_project, type, include).Line);

    [Fact]
    public void An_item_that_is_not_written_there_points_at_the_file_alone() =>
        Assert.Equal(new SourceLocation(_project), ProjectFileLocator.Item(_project, "AptPackage", "curl"));

    [Theory]
    [InlineData("")]
    [InlineData("<Project><PropertyGroup>")]
    public void A_file_that_is_no_XML_is_named_without_a_line(string text)
    {
        var file = _folder.Write("broken.csproj", text);

        Assert.Equal(new SourceLocation(file), ProjectFileLocator.Property(file, "P", "v"));
    }

    [Theory]
    [InlineData("missing.csproj")]
    [InlineData("")]
    public void A_file_that_is_not_there_is_named_without_a_line(string file) =>
        Assert.Equal(new SourceLocation(file), ProjectFileLocator.Item(file, "P", "v"));
}
