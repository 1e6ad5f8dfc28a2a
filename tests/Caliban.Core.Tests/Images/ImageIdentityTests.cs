using Caliban.Core.Diagnostics;
using Caliban.Core.Images;
using Caliban.Testing;

namespace Caliban.Core.Tests.Images;

public sealed class ImageIdentityTests : IDisposable
{
    private const string Dockerfile = "FROM x\n";

    private readonly TemporaryFolder _folder = new();

    public ImageIdentityTests()
    {
        _folder.Write("trainer/train.py", "print(1)");
        _folder.Write("trainer/run.sh", "echo");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_reference_is_the_project_and_a_hash() => Assert.Matches("^caliban/mnist:[0-9a-f]{16}$", Reference());

    [Fact]
    public void The_same_content_elsewhere_and_later_has_the_same_name()
    {
        using var copy = new TemporaryFolder();
        copy.Write("trainer/train.py", "print(1)");
        copy.Write("trainer/run.sh", "echo");
        File.SetLastWriteTimeUtc(Path.Combine(copy.Path, "trainer", "run.sh"), DateTime.UnixEpoch);

        Assert.Equal(Reference(), ImageIdentity.Reference("mnist", Dockerfile, BuildContext.Enumerate(copy.Path, ["."])));
    }

    [Fact]
    public void Content_counts() => AssertChanges(() => _folder.Write("trainer/train.py", "print(2)"));

    [Fact]
    public void File_names_count() => AssertChanges(() => File.Move(At("trainer/train.py"), At("trainer/main.py")));

    [Fact]
    public void New_files_count_even_when_they_are_empty() => AssertChanges(() => _folder.Write("trainer/__init__.py", ""));

    [UnixFact]
    public void The_execute_bit_counts() => AssertChanges(
        () => File.SetUnixFileMode(At("trainer/run.sh"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));

    [UnixFact]
    public void The_target_of_a_link_counts()
    {
        AssertChanges(() => File.CreateSymbolicLink(At("trainer/link"), "run.sh"));
        File.Delete(At("trainer/link"));
        File.CreateSymbolicLink(At("trainer/link"), "run.sh");
        AssertChanges(() =>
        {
            File.Delete(At("trainer/link"));
            File.CreateSymbolicLink(At("trainer/link"), "train.py");
        });
    }

    [UnixFact]
    public void A_link_is_not_taken_for_a_file_that_holds_its_target()
    {
        File.CreateSymbolicLink(At("trainer/link"), "run.sh");
        AssertChanges(() =>
        {
            File.Delete(At("trainer/link"));
            _folder.Write("trainer/link", "run.sh");
        });
    }

    [Fact]
    public void Content_that_moves_from_one_file_to_the_next_counts() => AssertChanges(() =>
    {
        _folder.Write("trainer/train.py", "echo");
        _folder.Write("trainer/run.sh", "print(1)");
    });

    [Fact]
    public void The_Dockerfile_counts() => Assert.NotEqual(Reference(), Reference("FROM y\n"));

    [Fact]
    public void A_file_that_cannot_be_read_is_named()
    {
        var entry = new BuildContextEntry("a", "/nowhere/a", LinkTarget: null, IsExecutable: false);

        var exception = Assert.Throws<DiagnosticException>(() => ImageIdentity.Reference("p", Dockerfile, [entry]));

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

    private void AssertChanges(Action change)
    {
        var before = Reference();
        change();

        Assert.NotEqual(before, Reference());
    }

    private string Reference(string dockerfile = Dockerfile) =>
        ImageIdentity.Reference("mnist", dockerfile, BuildContext.Enumerate(_folder.Path, ["."]));

    private string At(string path) => Path.Combine(_folder.Path, path);
}
