using Caliban.Core.Diagnostics;
using Caliban.Core.Projects;
using Caliban.Testing;

namespace Caliban.Core.Tests.Projects;

/// <summary>What <c>CalibanModule</c> may be, against one folder that has something of every kind.</summary>
public sealed class ProgramResolverTests : IDisposable
{
    private static readonly string[] Files =
    [
        "trainer/__init__.py", "trainer/train.py", "mycode.py", "my-mod.py", "a/b/c.py", "a-b/x.py", "src/run.sh", "s.sh",
        "noext", "data.csv", "x.pyx", "pkg/__init__.py", "pkg/__main__.py", "pkg/a.py.txt", "pkg/inner/__main__.py",
        "weird.dir/x.py", "sp ace.py", "with space/mo dule.py", "both.py", "both/__main__.py", "bare/readme.txt",
    ];

    private readonly TemporaryFolder _folder = new();

    public ProgramResolverTests()
    {
        foreach (var file in Files)
        {
            _folder.Write(file, "");
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("trainer.train", "trainer.train", "trainer")]
    [InlineData("trainer/train", "trainer.train", "trainer")]
    [InlineData("trainer\\train", "trainer.train", "trainer")]
    [InlineData("./trainer/train", "trainer.train", "trainer")]
    [InlineData(" trainer.train\n", "trainer.train", "trainer")]
    [InlineData("mycode", "mycode", ".")]
    [InlineData("my-mod", "my-mod", ".")]
    [InlineData("a-b.x", "a-b.x", "a-b")]
    [InlineData("a.b.c", "a.b.c", "a")]
    [InlineData("a/b/c", "a.b.c", "a")]
    [InlineData("a/b.c", "a.b.c", "a")]
    [InlineData("sp ace", "sp ace", ".")]
    [InlineData("with space/mo dule", "with space.mo dule", "with space")]
    public void A_module_is_run_with_m(string module, string target, string package) => Assert.Equal(
        new ProjectProgram(ProgramKind.PythonModule, target, package), Resolve(module));

    [Theory]
    [InlineData("pkg", "pkg", "pkg")]
    [InlineData("pkg/", "pkg", "pkg")]
    [InlineData("pkg.inner", "pkg.inner", "pkg")]
    [InlineData("pkg/inner", "pkg.inner", "pkg")]
    public void A_package_with_a_main_file_is_run_with_m(string module, string target, string package) => Assert.Equal(
        new ProjectProgram(ProgramKind.PythonModule, target, package), Resolve(module));

    [Fact]
    public void A_module_wins_over_a_package_of_the_same_name() =>
        Assert.Equal(new ProjectProgram(ProgramKind.PythonModule, "both", "."), Resolve("both"));

    [Theory]
    [InlineData("trainer/train.py", "trainer/train.py", "trainer")]
    [InlineData("trainer\\train.py", "trainer/train.py", "trainer")]
    [InlineData("mycode.py", "mycode.py", ".")]
    [InlineData("./mycode.py", "mycode.py", ".")]
    [InlineData("trainer/../mycode.py", "mycode.py", ".")]
    [InlineData("a/b/c.py", "a/b/c.py", "a")]
    [InlineData("sp ace.py", "sp ace.py", ".")]
    [InlineData("with space/mo dule.py", "with space/mo dule.py", "with space")]
    [InlineData("weird.dir/x.py", "weird.dir/x.py", "weird.dir")]
    public void A_file_that_ends_in_py_is_run_as_a_script(string module, string target, string package) => Assert.Equal(
        new ProjectProgram(ProgramKind.PythonScript, target, package), Resolve(module));

    [Theory]
    [InlineData("src/run.sh", "src")]
    [InlineData("s.sh", ".")]
    [InlineData("noext", ".")]
    [InlineData("data.csv", ".")]
    [InlineData("x.pyx", ".")]
    [InlineData("pkg/a.py.txt", "pkg")]
    public void Any_other_file_is_run_by_bash(string module, string package) => Assert.Equal(
        new ProjectProgram(ProgramKind.ShellScript, module, package), Resolve(module));

    [Theory]
    [InlineData("trainer..train")]
    [InlineData("trainer.")]
    [InlineData(".trainer")]
    [InlineData(".tmp")]
    [InlineData("src.run")]
    [InlineData("trainer.train.py")]
    [InlineData("weird.dir.x")]
    [InlineData("trainer:train")]
    [InlineData("missing")]
    [InlineData("missing.py")]
    public void What_does_not_exist_is_named_as_it_was_written(string module)
    {
        var mistake = Mistake(module);

        Assert.Same(ProjectDiagnostics.ModuleNotFound, mistake.Descriptor);
        Assert.Contains($"'{module}'", mistake.Message);
    }

    [Fact]
    public void The_message_says_where_it_was_looked_for() =>
        Assert.Contains("(looked for 'no.thing', 'no/thing.py' and 'no/thing/__main__.py')", Mistake("no.thing").Message);

    [Theory]
    [InlineData("../elsewhere/mycode.py", "leaves the project folder")]
    [InlineData("trainer/../../mycode.py", "leaves the project folder")]
    [InlineData("..", "leaves the project folder")]
    [InlineData("..\\mycode.py", "leaves the project folder")]
    [InlineData("/abs/mycode.py", "an absolute path")]
    [InlineData("\\abs\\mycode.py", "an absolute path")]
    [InlineData("C:\\code\\mycode.py", "an absolute path")]
    [InlineData("c:/code/mycode.py", "an absolute path")]
    public void A_path_outside_the_project_folder_is_refused(string module, string reason)
    {
        var mistake = Mistake(module);

        Assert.Same(ProjectDiagnostics.ModuleOutsideProject, mistake.Descriptor);
        Assert.Contains($"'{module}' is ", mistake.Message);
        Assert.Contains(reason, mistake.Message);
    }

    [Theory]
    [InlineData("trainer", "trainer")]
    [InlineData("a.b", "a/b")]
    [InlineData("bare", "bare")]
    [InlineData("weird.dir", "weird.dir")]
    public void A_folder_without_a_main_file_is_explained(string module, string folder)
    {
        var mistake = Mistake(module);

        Assert.Same(ProjectDiagnostics.PackageWithoutMain, mistake.Descriptor);
        Assert.Contains($"'{folder}/__main__.py'", mistake.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(null)]
    public void Nothing_to_run_is_a_mistake_of_its_own(string? module) =>
        Assert.Same(ProjectDiagnostics.ModuleMissing, Mistake(module).Descriptor);

    [Fact]
    public void The_project_folder_itself_is_no_module() => Assert.Same(ProjectDiagnostics.ModuleNotFound, Mistake(".").Descriptor);

    [Fact]
    public void A_mistake_points_at_the_declaration() =>
        Assert.Equal(new SourceLocation("train.csproj", 3, 5), Mistake("missing").Location);

    [Theory]
    [InlineData("trainer.train", "python3 -m trainer.train")]
    [InlineData("trainer/train.py", "python3 trainer/train.py")]
    [InlineData("src/run.sh", "/bin/bash src/run.sh")]
    public void The_command_names_the_interpreter(string module, string command) =>
        Assert.Equal(command, string.Join(' ', Resolve(module).Command("python3", "/bin/bash")));

    private ProjectProgram Resolve(string? module) =>
        ProgramResolver.Resolve(module, _folder.Path, () => new SourceLocation("train.csproj", 3, 5));

    private Diagnostic Mistake(string? module) =>
        Assert.Single(Assert.Throws<DiagnosticException>(() => Resolve(module)).Diagnostics);
}
