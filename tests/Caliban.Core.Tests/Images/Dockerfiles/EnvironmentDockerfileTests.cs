using Caliban.Core.Images;
using Caliban.Core.Images.Building;
using Caliban.Core.Images.Context;
using Caliban.Core.Images.Dockerfiles;
using Caliban.Core.Projects;

namespace Caliban.Core.Tests.Images.Dockerfiles;

public sealed class EnvironmentDockerfileTests
{
    private static readonly EnvironmentDeclaration Everything = new()
    {
        Platform = "linux/arm64",
        AptPackages = ["git", "curl"],
        CondaFile = "environment.yml",
        JuliaVersion = "1.10.4",
        HasCloudSqlProxy = true,
        RequirementFiles = ["requirements.txt", "more/base.txt"],
        PythonProject = new PythonProject(["pyproject.toml", "src/a/__init__.py", "src/b/__init__.py", "src/b/version.py"], ["cpu", "plots"]) { Folders = ["src/c"] },
        PythonPackages = ["numpy>=2"],
        BuildArguments = [new BuildArgument("PIP_INDEX_URL", "https://example.com/$x \"y\" \\")],
        BaseLines = ["ENV A=1"],
        Lines = ["ENV B=1", "RUN a \\\n    && b"],
    };

    private static readonly EnvironmentDeclaration Secret = Everything with
    {
        UseSsh = true,
        BuildSecrets =
        [
            new BuildSecret("token", null, "TOKEN", null, "PIP_INDEX_URL"),
            new BuildSecret("netrc", "/home/me/.netrc", null, "/root/.netrc", null),
            new BuildSecret("google-credentials", "/key.json", null, null, null) { ExportPath = "GOOGLE_APPLICATION_CREDENTIALS" },
        ],
    };

    [Fact]
    public void For_the_classic_builder() => Golden.Check("Images", "environment-classic.Dockerfile", EnvironmentDockerfile.Write(Everything, buildKit: false));

    [Fact]
    public void For_BuildKit() => Golden.Check("Images", "environment-buildkit.Dockerfile", EnvironmentDockerfile.Write(Everything, buildKit: true));

    [Fact]
    public void For_BuildKit_with_secrets() => Golden.Check("Images", "environment-secrets.Dockerfile", EnvironmentDockerfile.Write(Secret, buildKit: true));

    [Fact]
    public void For_people() => Golden.Check("Images", "environment-people.Dockerfile", EnvironmentDockerfile.WriteForPeople(Everything));

    [Fact]
    public void A_program_beside_a_database() => Golden.Check(
        "Images",
        "cloud-sql.Dockerfile",
        CodeDockerfile.Write(
            new ImageDeclaration(new ProjectProgram(ProgramKind.PythonModule, "trainer.train", "trainer")) { CloudSqlInstance = "p:r:d" }, "environment"));

    [Fact]
    public void The_options_name_secrets_and_never_hold_them() => Assert.Equal(
        [
            "--platform", "linux/arm64", "--build-arg", "PIP_INDEX_URL=https://example.com/$x \"y\" \\",
            "--secret", "id=token,env=TOKEN", "--secret", "id=netrc,\"src=/home/me/.netrc\"", "--secret", "id=google-credentials,\"src=/key.json\"", "--ssh", "default",
        ],
        EnvironmentBuildOptions.Of(Secret));

    [Fact]
    public void Files_of_a_step_lie_in_a_folder_of_the_context() => Assert.Equal(
        [
            ".caliban/project/pyproject.toml", ".caliban/project/src/a/__init__.py", ".caliban/project/src/b/__init__.py", ".caliban/project/src/b/version.py",
            ".caliban/requirements/more/base.txt", ".caliban/requirements/requirements.txt", "environment.yml",
        ],
        EnvironmentContext.Place(
            Everything,
            [.. Everything.Sources.Append("not/copied").Select(path => new ContextFile(new BuildContextEntry(path, path, LinkTarget: null, IsExecutable: false), ""))])
            .Select(file => file.Entry.Path));

    [Fact]
    public void Caches_of_different_bases_and_platforms_are_apart()
    {
        var ids = new[] { Everything, Everything with { BaseImage = "debian:13" }, Everything with { Platform = "linux/amd64" } }
            .Select(environment => EnvironmentDockerfile.Write(environment, buildKit: true).Split("id=")[1].Split(',')[0]);

        Assert.Equal(3, ids.Distinct().Count());
    }
}
