using Caliban.Core.Diagnostics;
using Caliban.Core.Projects;
using Caliban.Testing;

namespace Caliban.Core.Tests.Projects;

public sealed class ExtraDirectoriesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<Diagnostic> _mistakes = [];

    public ExtraDirectoriesTests()
    {
        _folder.Write("data/a.csv", "");
        _folder.Write("data/sub dir/b.csv", "");
        _folder.Write("models/m.bin", "");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Directories_keep_their_order_in_one_spelling_and_once_each()
    {
        Assert.Equal(
            ["models", "data", "data/sub dir"],
            Resolve("models/", "./data", "data", "data\\sub dir", "models/../data", "data/sub dir/"));
        Assert.Empty(_mistakes);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("data/a.csv")]
    public void A_directory_that_does_not_exist_is_a_mistake(string name)
    {
        Assert.Empty(Resolve(name));
        Assert.Same(ProjectDiagnostics.DirectoryNotFound, Assert.Single(_mistakes).Descriptor);
        Assert.Contains($"'{name}'", _mistakes[0].Message);
    }

    [Theory]
    [InlineData("../data", "a path that leaves the project folder")]
    [InlineData("/data", "an absolute path")]
    [InlineData("D:\\data", "an absolute path")]
    [InlineData(".", "the project folder itself")]
    [InlineData("data/..", "the project folder itself")]
    public void A_directory_that_is_not_below_the_project_folder_is_refused(string name, string reason)
    {
        Assert.Empty(Resolve(name));
        Assert.Same(ProjectDiagnostics.DirectoryOutsideProject, Assert.Single(_mistakes).Descriptor);
        Assert.Contains($"'{name}' is {reason}.", _mistakes[0].Message);
    }

    [Fact]
    public void Mistakes_are_reported_together_at_their_lines_and_the_rest_is_kept()
    {
        Assert.Equal(["data"], Resolve("missing", "data", "../x"));
        Assert.Equal([3, 5], _mistakes.Select(mistake => mistake.Location.Line));
    }

    private IReadOnlyList<string> Resolve(params string[] names)
    {
        var project = _folder.Write("train.csproj", $"<Project>\n <ItemGroup>\n{string.Join('\n', names.Select(name => $"  <ExtraDirectory Include=\"{name}\" />"))}\n </ItemGroup>\n</Project>");
        return ExtraDirectories.Resolve([.. names.Select(name => new DeclaredItem("ExtraDirectory", name, project))], _folder.Path, _mistakes);
    }
}
