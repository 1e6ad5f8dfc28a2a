namespace Caliban.Core.Tests.Images.Environments;

public sealed class RequirementFilesTests
{
    [Fact]
    public void Files_that_are_referred_to_belong_to_it_in_the_order_of_reading()
    {
        using var project = new EnvironmentProject(
            ("requirements.txt", "# first\n-r requirements/base.txt\n--requirement=requirements/more.txt\n-c constraints.txt\n--constraint requirements/pins.txt\nnumpy\n"),
            ("requirements/base.txt", "-r nested.txt # relative to this file\n-rmore.txt"),
            ("requirements/nested.txt", "-r base.txt\n"),
            ("requirements/more.txt", "scipy"),
            ("requirements/pins.txt", ""),
            ("constraints.txt", ""));

        Assert.Equal(
            ["requirements.txt", "requirements/base.txt", "requirements/nested.txt", "requirements/more.txt", "constraints.txt", "requirements/pins.txt"],
            project.Resolve().RequirementFiles);
    }

    [Theory]
    [InlineData("./wheels/a-1.0-py3-none-any.whl")]
    [InlineData("wheels/a-1.0-py3-none-any.whl ; python_version > '3'")]
    [InlineData("wheels/a-1.0-py3-none-any.whl[extra] --hash=sha256:00")]
    [InlineData("--find-links wheels", "wheels")]
    [InlineData("-f ./wheels", "wheels")]
    [InlineData("-e ./lib[dev]", "lib")]
    [InlineData("--editable=lib", "lib")]
    [InlineData("./lib  # the team's own", "lib")]
    [InlineData("-r \\\n  more.txt", "more.txt")]
    [InlineData("a-1.0.tar.gz", "a-1.0.tar.gz")]
    public void Wheels_archives_and_folders_of_the_project_belong_to_it(string line, string path = "wheels/a-1.0-py3-none-any.whl")
    {
        using var project = new EnvironmentProject(
            ("requirements.txt", line), ("wheels/a-1.0-py3-none-any.whl", ""), ("lib/setup.py", ""), ("more.txt", ""), ("a-1.0.tar.gz", ""));

        Assert.Equal(["requirements.txt", path], project.Resolve().RequirementFiles);
    }

    [Theory]
    [InlineData("numpy>=2,<3 ; python_version > '3.9'")]
    [InlineData("torch[extra]==2.5 --hash=sha256:00")]
    [InlineData("pip @ https://example.com/pip-1.0.whl")]
    [InlineData("git+https://example.com/x.git@main#egg=x")]
    [InlineData("-e git+https://example.com/x.git@main#egg=x")]
    [InlineData("https://example.com/x.tar.gz")]
    [InlineData("--index-url https://example.com/simple/")]
    [InlineData("-i https://example.com/simple/")]
    [InlineData("--find-links https://example.com/links.html")]
    [InlineData("--find-links /wheels/of/the/image")]
    [InlineData("-r ${DIRECTORY}/x.txt")]
    [InlineData("# -r missing.txt")]
    [InlineData("numpy # -r missing.txt")]
    [InlineData("--extra-index-url=https://example.com/")]
    [InlineData("--no-binary :all:")]
    public void Other_lines_name_nothing_of_the_project(string line)
    {
        using var project = new EnvironmentProject(("requirements.txt", line));

        Assert.Equal(["requirements.txt"], project.Resolve().RequirementFiles);
    }

    [Theory]
    [InlineData("numpy\n  -r missing.txt", "requirements.txt(2,6)", "'missing.txt' cannot be part of the image: it does not exist.")]
    [InlineData("-r ../other.txt", "requirements.txt(1,4)", "'../other.txt' cannot be part of the image: it is a path that leaves the project folder.")]
    [InlineData("a\n-r \\\n   missing.txt", "requirements.txt(3,4)", "'missing.txt'")]
    [InlineData("./missing.whl", "requirements.txt(1,1)", "'./missing.whl'")]
    [InlineData("-e lib", "requirements.txt(1,4)", "'lib'")]
    [InlineData("-r /", "requirements.txt(1,4)", "it is an absolute path")]
    public void A_reference_to_nothing_is_a_mistake_at_its_place(string text, string place, string message)
    {
        using var project = new EnvironmentProject(("requirements.txt", text));

        var mistake = Assert.Single(project.Mistakes());

        Assert.StartsWith($"{place}: CAL3010: ", mistake);
        Assert.Contains(message, mistake);
    }

    [Fact]
    public void The_project_itself_is_installed_from_its_packaging_files()
    {
        using var project = new EnvironmentProject(("requirements.txt", "-e .[cpu]\n"), ("setup.py", "import setuptools"), ("data.csv", ""));

        Assert.Equal(["requirements.txt", "setup.py"], project.Resolve().RequirementFiles);
    }
}
