namespace Caliban.Core.Tests.Images.Environments;

public sealed class PackagingFilesTests
{
    [Theory]
    [InlineData("[project]\nname = 'x'", true)]
    [InlineData("[project.scripts]", true)]
    [InlineData("  [ build-system ]", true)]
    [InlineData("[tool.poetry]", true)]
    [InlineData("[tool.poetry.dependencies]", true)]
    [InlineData("[tool.ruff]\nline-length = 100", false)]
    [InlineData("# [project]", false)]
    public void A_pyproject_counts_when_pip_can_install_it(string text, bool counts)
    {
        using var project = new EnvironmentProject(("pyproject.toml", text));

        Assert.Equal(counts, project.Resolve().PythonProject is not null);
    }

    [Theory]
    [InlineData(null, false, "cpu")]
    [InlineData(null, true, "gpu")]
    [InlineData("plots, test;x", false, "cpu,plots,test,x")]
    [InlineData("test,cpu", false, "test,cpu")]
    [InlineData("gpu", false, "cpu,gpu")]
    public void The_mode_is_the_first_extra_unless_it_is_given(string? extras, bool gpu, string expected)
    {
        using var project = new EnvironmentProject(("setup.py", ""));

        var found = project.Resolve(image => image with { Extras = extras ?? "", UseGpu = gpu ? "true" : "" }).PythonProject!.Extras;

        Assert.Equal(expected, string.Join(',', found));
    }

    [Fact]
    public void What_setup_reads_is_found_and_other_code_is_not()
    {
        using var project = new EnvironmentProject(
            ("setup.py", """
                # don't forget "notes.md"
                import os
                long = open(os.path.join("docs", "About.rst")).read()
                license = open('LICENCE').read()
                version = re.search(r'"(.*)"', open("src/pack/_release.py").read())
                deps = open(f"{here}/requirements-base.txt")
                readme = open("README" + ".md")
                data = glob.glob("share/*.json")
                """),
            ("setup.cfg", "[metadata]\nversion = attr: pack.numbers.VERSION\nlong_description = file: HISTORY.md, AUTHORS\n"),
            ("docs/About.rst", ""), ("docs/other.rst", ""), ("LICENCE", ""), ("README.md", ""), ("README.ja", ""), ("HISTORY.md", ""), ("AUTHORS", ""), ("notes.md", ""),
            ("requirements-base.txt", ""), ("share/a.json", ""), ("share/b.bin", ""), ("VERSION", ""), ("MANIFEST.in", ""),
            ("src/pack/__init__.py", ""), ("src/pack/_release.py", ""), ("src/pack/numbers.py", ""), ("src/pack/model.py", ""), ("src/pack/sub/__init__.py", ""));

        Assert.Equal(
            [
                "AUTHORS", "HISTORY.md", "LICENCE", "MANIFEST.in", "README.md", "VERSION", "docs/About.rst", "requirements-base.txt", "setup.cfg", "setup.py",
                "share/a.json", "src/pack/__init__.py", "src/pack/_release.py", "src/pack/numbers.py", "src/pack/sub/__init__.py",
            ],
            project.Resolve().PythonProject!.Files);
    }

    [Fact]
    public void A_backend_of_its_own_is_found()
    {
        using var project = new EnvironmentProject(
            ("pyproject.toml", "[build-system]\nrequires = []\nbuild-backend = 'tool'\nbackend-path = ['make']"), ("make/tool.py", ""), ("make/other.py", ""));

        Assert.Equal(["make/tool.py", "pyproject.toml"], project.Resolve().PythonProject!.Files);
    }

    [Fact]
    public void Packages_without_a_file_of_their_own_are_folders()
    {
        using var project = new EnvironmentProject(
            ("pyproject.toml", "[project]"), ("src/pack/model.py", ""), ("src/pack/deep/er.py", ""), ("src/other/__init__.py", ""), ("not-a-package/x.py", ""), ("data/x.csv", ""));

        Assert.Equal(["src/pack", "src/pack/deep"], project.Resolve().PythonProject!.Folders);
    }

    [Fact]
    public void Declared_files_and_folders_are_added_and_missing_ones_are_mistakes()
    {
        using var project = new EnvironmentProject(("setup.py", ""), ("build/tool.py", ""), ("build/data.bin", ""));

        Assert.Equal(
            ["build/data.bin", "build/tool.py", "setup.py"],
            project.Resolve(image => image with { PackagingFiles = [EnvironmentProject.Item("PackagingFile", "build")] }).PythonProject!.Files);
        Assert.Equal(
            ["train.csproj: CAL3011: PackagingFile 'nowhere' is not there. Name a file or folder inside the project folder."],
            project.Mistakes(image => image with { PackagingFiles = [EnvironmentProject.Item("PackagingFile", "nowhere")] }));
    }

    [Fact]
    public void Extras_are_names()
    {
        using var project = new EnvironmentProject();

        Assert.Contains("CAL1005: CalibanExtras is 'a[b]'", Assert.Single(project.Mistakes(image => image with { Extras = "a[b]" })));
    }
}
