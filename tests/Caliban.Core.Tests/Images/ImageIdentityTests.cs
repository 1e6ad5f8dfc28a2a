using Caliban.Core.Diagnostics;
using Caliban.Core.Images;
using Caliban.Core.Images.Context;
using Caliban.Core.Images.Identity;
using Caliban.Core.Projects;
using Caliban.Testing;

namespace Caliban.Core.Tests.Images;

public sealed class ImageIdentityTests : IDisposable
{
    private static readonly ImageDeclaration Declaration =
        new(new ProjectProgram(ProgramKind.PythonScript, "trainer/train.py", "trainer")) { Environment = new() { RequirementFiles = ["requirements.txt"] } };

    private readonly TemporaryFolder _folder = new();

    public ImageIdentityTests() => WriteProject(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_reference_is_the_project_and_a_hash()
    {
        var image = Read();

        Assert.Matches("^caliban/mnist:[0-9a-f]{16}$", image.Reference);
        Assert.Matches("^caliban/environment:[0-9a-f]{16}$", image.EnvironmentReference);
    }

    [Fact]
    public void The_same_content_elsewhere_and_later_has_the_same_name()
    {
        using var copy = new TemporaryFolder();
        WriteProject(copy);
        File.SetLastWriteTimeUtc(Path.Combine(copy.Path, "trainer", "run.sh"), DateTime.UnixEpoch);

        Assert.Equal(Read().Reference, Read(folder: copy.Path).Reference);
    }

    [Fact]
    public void Content_counts() => AssertChangesCode(() => _folder.Write("trainer/train.py", "print(2)"));

    [Fact]
    public void File_names_count() => AssertChangesCode(() => File.Move(At("trainer/run.sh"), At("trainer/main.sh")));

    [Fact]
    public void New_files_count_even_when_they_are_empty() => AssertChangesCode(() => _folder.Write("trainer/__init__.py", ""));

    [UnixFact]
    public void The_execute_bit_counts() => AssertChangesCode(
        () => File.SetUnixFileMode(At("trainer/run.sh"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));

    [UnixFact]
    public void The_target_of_a_link_counts()
    {
        File.CreateSymbolicLink(At("trainer/link"), "run.sh");
        AssertChangesCode(() =>
        {
            File.Delete(At("trainer/link"));
            File.CreateSymbolicLink(At("trainer/link"), "train.py");
        });
    }

    [UnixFact]
    public void A_link_is_not_taken_for_a_file_that_holds_its_target()
    {
        File.CreateSymbolicLink(At("trainer/link"), "run.sh");
        AssertChangesCode(() =>
        {
            File.Delete(At("trainer/link"));
            _folder.Write("trainer/link", "run.sh");
        });
    }

    [Fact]
    public void Content_that_moves_from_one_file_to_the_next_counts() => AssertChangesCode(() =>
    {
        _folder.Write("trainer/train.py", "echo");
        _folder.Write("trainer/run.sh", "print(1)");
    });

    [Fact]
    public void A_change_of_the_environment_changes_both_names()
    {
        var before = Read();
        _folder.Write("requirements.txt", "numpy==2.1");
        var after = Read();

        Assert.NotEqual(before.EnvironmentReference, after.EnvironmentReference);
        Assert.NotEqual(before.Reference, after.Reference);
    }

    [Fact]
    public void Every_part_of_the_environment_counts()
    {
        var names = new[]
        {
            Declaration.Environment,
            Declaration.Environment with { BaseImage = "debian" },
            Declaration.Environment with { Platform = "linux/arm64" },
            Declaration.Environment with { AptPackages = ["git"] },
            Declaration.Environment with { AptPackages = ["git", "curl"] },
            Declaration.Environment with { PythonPackages = ["a", "b"] },
            Declaration.Environment with { PythonPackages = ["b", "a"] },
            Declaration.Environment with { BuildArguments = [new BuildArgument("A", "1")] },
            Declaration.Environment with { BuildArguments = [new BuildArgument("A", "2")] },
            Declaration.Environment with { BaseLines = ["ENV A=1"] },
            Declaration.Environment with { Lines = ["ENV A=1"] },
        }.Select(environment => Read(Declaration with { Environment = environment }).EnvironmentReference);

        Assert.Equal(11, names.Distinct().Count());
    }

    [Fact]
    public void The_value_of_a_secret_and_where_it_comes_from_do_not_count() => Assert.Equal(
        Read(Declaration with { Environment = Declaration.Environment with { BuildSecrets = [new BuildSecret("token", "/a", null, null, null)] } }).Reference,
        Read(Declaration with { Environment = Declaration.Environment with { BuildSecrets = [new BuildSecret("token", null, "B", null, null)] } }).Reference);

    [Fact]
    public void A_file_that_cannot_be_read_is_named()
    {
        var entry = new BuildContextEntry("a", "/nowhere/a", LinkTarget: null, IsExecutable: false);

        var exception = Assert.Throws<DiagnosticException>(() => new ContentHashes(At("hashes")).Read([entry], CancellationToken.None));

        Assert.Same(ImageDiagnostics.ContextUnreadable, Assert.Single(exception.Diagnostics).Descriptor);
    }

    [Theory]
    [InlineData("mnist", "mnist")]
    [InlineData("My.Project", "my-project")]
    [InlineData("a__b  c", "a-b-c")]
    [InlineData("-x-", "x")]
    [InlineData("größe 2", "gr-e-2")]
    [InlineData("数据", "project")]
    [InlineData("", "project")]
    [InlineData("it's \"x\"", "it-s-x")]
    public void A_repository_name_has_lower_case_letters_digits_and_single_separators(string project, string name) =>
        Assert.Equal(name, ImageIdentity.RepositoryName(project));

    private static void WriteProject(TemporaryFolder folder)
    {
        folder.Write("trainer/train.py", "print(1)");
        folder.Write("trainer/run.sh", "echo");
        folder.Write("requirements.txt", "numpy==2.0");
    }

    private void AssertChangesCode(Action change)
    {
        var before = Read();
        change();
        var after = Read();

        Assert.NotEqual(before.Reference, after.Reference);
        Assert.Equal(before.EnvironmentReference, after.EnvironmentReference);
    }

    private ImageSpecification Read(ImageDeclaration? declaration = null, string? folder = null) =>
        ImageSpecification.Read(declaration ?? Declaration, "mnist", folder ?? _folder.Path, At("obj"), CancellationToken.None);

    private string At(string path) => Path.Combine(_folder.Path, path);
}
