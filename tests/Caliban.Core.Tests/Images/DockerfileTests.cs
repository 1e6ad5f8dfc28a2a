using Caliban.Core.Images;
using Caliban.Core.Images.Dockerfiles;
using Caliban.Core.Projects;

namespace Caliban.Core.Tests.Images;

public sealed class DockerfileTests
{
    private static readonly ImageDeclaration Module = new(new ProjectProgram(ProgramKind.PythonModule, "trainer.train", "trainer"));

    private static readonly ImageDeclaration Everything = Module with
    {
        Environment = new EnvironmentDeclaration
        {
            BaseImage = "registry.example.com:5000/team/base:1.2@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            Python = "python3",
            AptPackages = ["libgomp1", "git=1:2.39.5-0+deb12u2", "build-essential"],
            RequirementFiles = ["requirements.txt"],
            PythonPackages = ["numpy>=2,<3", "torch[extra]==2.5; python_version > \"3.9\""],
        },
        ExtraDirectories = ["models", "data/raw"],
    };

    [Fact]
    public void A_minimal_project() => Golden.Check("Images", "minimal.Dockerfile", ProjectDockerfile.Write(Module));

    [Fact]
    public void Everything_at_once() => Golden.Check("Images", "everything.Dockerfile", ProjectDockerfile.Write(Everything));

    [Fact]
    public void A_script_in_the_project_folder_brings_all_of_it() => Golden.Check(
        "Images", "root-script.Dockerfile", ProjectDockerfile.Write(new(new ProjectProgram(ProgramKind.PythonScript, "train.py", "."))));

    [Fact]
    public void A_shell_script() => Golden.Check(
        "Images", "shell-script.Dockerfile", ProjectDockerfile.Write(new(new ProjectProgram(ProgramKind.ShellScript, "jobs/run.sh", "jobs"))));

    [Fact]
    public void Paths_with_characters_that_mean_something_elsewhere() => Golden.Check(
        "Images",
        "hard-paths.Dockerfile",
        ProjectDockerfile.Write(new(new ProjectProgram(ProgramKind.PythonScript, "my code/it's \"$HOME\".py", "my code"))
        {
            ExtraDirectories = ["it's", "say \"hi\"", "$HOME/${x}", "a[1]*?", "größe/数据", "#c", "-v", "<&>"],
        }));

    [Fact]
    public void The_order_of_apt_packages_does_not_matter_and_repetitions_are_dropped() => Assert.Equal(
        ProjectDockerfile.Write(Everything),
        ProjectDockerfile.Write(With(Everything.Environment with { AptPackages = ["git=1:2.39.5-0+deb12u2", "build-essential", "libgomp1", "git=1:2.39.5-0+deb12u2"] })));

    [Fact]
    public void The_order_of_Python_packages_and_directories_is_kept()
    {
        Assert.NotEqual(
            ProjectDockerfile.Write(Everything),
            ProjectDockerfile.Write(With(Everything.Environment with { PythonPackages = [.. Everything.Environment.PythonPackages.Reverse()] })));
        Assert.NotEqual(
            ProjectDockerfile.Write(Everything),
            ProjectDockerfile.Write(Everything with { ExtraDirectories = [.. Everything.ExtraDirectories.Reverse()] }));
    }

    private static ImageDeclaration With(EnvironmentDeclaration environment) => Everything with { Environment = environment };
}
