using Caliban.Core.Diagnostics;
using Caliban.Core.Images;
using Caliban.Core.Images.Building;
using Caliban.Core.Projects;
using Caliban.Testing;

namespace Caliban.Core.Tests.Images;

/// <summary>What real builds said, in both builders.</summary>
public sealed class BuildFailureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _project;

    public BuildFailureTests() => _project = _folder.Write("p.csproj", """
        <Project>
          <ItemGroup>
            <BaseImage Include="nosuch.example.com/a/b:1" />
            <AptPackage Include="curl" />
            <AptPackage Include="git=9.9" />
            <PythonPackage Include="Numpy>=99,&lt;100" />
          </ItemGroup>
        </Project>
        """);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("E: Version '9.9' for 'git' was not found")]
    [InlineData("#6 1.838 E: Version '9.9' for 'git' was not found")]
    [InlineData("E: Unable to locate package git")]
    [InlineData("E: Package 'git' has no installation candidate")]
    public void A_Debian_package_is_named_at_its_line(string line) => AssertExplained(
        ["Step 3/5 : RUN apt-get", line, "The command '/bin/sh -c apt-get' returned a non-zero code: 100"],
        ImageDiagnostics.AptPackageNotFound, 5, "AptPackage 'git=9.9'");

    [Fact]
    public void A_package_whose_name_is_part_of_another_is_not_taken_for_it() =>
        Assert.Null(Explain(["Step 3/5 : RUN apt-get", "E: Unable to locate package git-lfs"]));

    [Theory]
    [InlineData("Get \"https://nosuch.example.com/v2/\": dial tcp: lookup nosuch.example.com: no such host")]
    [InlineData("#3 ERROR: failed to do request: Head \"https://nosuch.example.com/v2/a/b/manifests/1\": dial tcp: no such host")]
    [InlineData("pull access denied for nosuch, repository does not exist or may require 'docker login'")]
    [InlineData("manifest for nosuch.example.com/a/b:1 not found: manifest unknown: manifest unknown")]
    public void A_base_image_is_named_at_its_line(string line) => AssertExplained(
        ["Step 1/5 : FROM nosuch.example.com/a/b:1 AS environment", line], ImageDiagnostics.BaseImageNotFound, 3, "The base image 'nosuch.example.com/a/b:1'");

    [Theory]
    [InlineData("Step 2/5 : RUN curl", "curl: (6) no such host")]
    [InlineData("#6 [environment 3/5] RUN curl", "#6 0.2 curl: (6) no such host")]
    [InlineData("#6 [my-stage 2/2] RUN nosuch", "#6 0.2 /bin/sh: 1: nosuch: not found")]
    [InlineData("#6 [2/2] RUN nosuch", "#6 0.2 /bin/sh: 1: nosuch: not found")]
    public void A_step_that_fails_in_similar_words_is_not_the_base_image(string step, string line) =>
        Assert.Null(Explain(["Step 1/5 : FROM x", step, line]));

    [Theory]
    [InlineData("ERROR: Could not find a version that satisfies the requirement numpy<100,>=99 (from versions: 1.0)")]
    [InlineData("#9 2.1 ERROR: No matching distribution found for numpy<100,>=99")]
    public void A_Python_package_is_named_at_its_line(string line) => AssertExplained(
        ["Step 4/5 : RUN pip", line], ImageDiagnostics.RequirementNotInstalled, 6, "PythonPackage 'Numpy>=99,<100'");

    [Fact]
    public void A_requirement_of_the_file_is_looked_for_there()
    {
        var mistake = Explain(["Step 4/5 : RUN pip", "ERROR: Cannot install a==1 and b==2 because these package versions have conflicting dependencies."])!;

        Assert.Same(ImageDiagnostics.RequirementNotInstalled, mistake.Descriptor);
        Assert.Equal(new SourceLocation(Path.Combine(_folder.Path, "requirements.txt")), mistake.Location);
    }

    [Fact]
    public void Lines_about_nothing_of_the_project_are_left_to_the_engine() =>
        Assert.Null(Explain(["Step 2/5 : RUN x", "no space left on device"]));

    private void AssertExplained(string[] lines, DiagnosticDescriptor descriptor, int line, string text)
    {
        var mistake = Explain(lines)!;

        Assert.Same(descriptor, mistake.Descriptor);
        Assert.Equal((_project, line), (mistake.Location.File, mistake.Location.Line));
        Assert.Contains(text, mistake.Message);
    }

    private Diagnostic? Explain(string[] lines)
    {
        var image = new ImageDeclaration(new ProjectProgram(ProgramKind.PythonScript, "train.py", "."))
        {
            Environment = new EnvironmentDeclaration
            {
                BaseImage = "nosuch.example.com/a/b:1",
                AptPackages = ["curl", "git=9.9"],
                PythonPackages = ["Numpy>=99,<100"],
                RequirementFiles = ["requirements.txt"],
            },
        };
        return new BuildFailure(image, _project, _folder.Path).Explain(lines);
    }
}
