using Caliban.Core.Diagnostics;
using Caliban.Core.Images.Context;
using Caliban.Testing;

namespace Caliban.Core.Tests.Images.Context;

public sealed class BuildContextIgnoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_ignore_file_of_the_project_folder_counts_for_every_source()
    {
        Write("trainer/a.py", "trainer/a.log", "data/x.csv", "data/deep/y.log", "requirements.txt");
        Ignore("**/*.log", "data/x.csv");

        Assert.Equal(["requirements.txt", "trainer/a.py"], Paths("trainer", "data", "requirements.txt"));
    }

    [Fact]
    public void A_file_below_a_folder_that_is_left_out_can_be_brought_back()
    {
        Write("data/big/a", "data/big/keep/b", "data/c", "train.py");
        Ignore("data", "!data/big/keep");

        Assert.Equal([".dockerignore", "data/big/keep/b", "train.py"], Paths("."));
    }

    [Fact]
    public void The_last_pattern_that_matches_decides()
    {
        Write("a.md", "README.md", "README-secret.md");
        Ignore("*.md", "!README*.md", "README-secret.md");

        Assert.Equal([".dockerignore", "README.md"], Paths("."));
    }

    [Fact]
    public void What_is_left_out_by_default_comes_back_by_its_name()
    {
        Write("bin/tool.sh", "venv/x.py", ".vscode/a", ".vscode/b", "a/__pycache__/x", "b/__pycache__/x");
        Ignore("!bin", "!.vscode/b", "!a/__pycache__");

        Assert.Equal([".dockerignore", ".vscode/b", "a/__pycache__/x", "bin/tool.sh"], Paths("."));
    }

    [Fact]
    public void What_is_left_out_by_default_does_not_come_back_by_a_pattern_that_is_not_about_it()
    {
        Write(".venv/lib/site.py", "obj/a.py", "trainer/train.py", "trainer/data.csv");
        Ignore("**", "!**/*.py");

        Assert.Equal(["trainer/train.py"], Paths("."));
    }

    [Fact]
    public void Nothing_brings_back_our_own_output()
    {
        Write("obj/caliban/hashes", "obj/other");
        Ignore("!obj");

        Assert.Equal([".dockerignore", "obj/other"], Paths("."));
    }

    [Theory]
    [InlineData("requirements.txt", "*.txt")]
    [InlineData("data", "data")]
    [InlineData("data/raw", "data")]
    public void A_declared_source_that_is_left_out_is_a_mistake_at_the_pattern(string source, string pattern)
    {
        Write("requirements.txt", "data/raw/a");
        Ignore("x", $"  {pattern}");

        var mistake = Assert.Single(Assert.Throws<DiagnosticException>(() => Paths(source)).Diagnostics);

        Assert.Same(ContextDiagnostics.SourceIgnored, mistake.Descriptor);
        Assert.Equal(new SourceLocation(Path.Combine(_folder.Path, ".dockerignore"), 2, 3), mistake.Location);
        Assert.StartsWith($"'{source}' belongs into the image, and the pattern '{pattern}' leaves it out.", mistake.Message);
    }

    [Fact]
    public void All_declared_sources_that_are_left_out_are_told()
    {
        Write("requirements.txt", "setup.py");
        Ignore("*");

        Assert.Equal(2, Assert.Throws<DiagnosticException>(() => Paths("requirements.txt", "setup.py")).Diagnostics.Count);
    }

    [Fact]
    public void A_declared_folder_of_which_something_is_brought_back_is_no_mistake()
    {
        Write("data/a", "data/b");
        Ignore("data", "!data/b");

        Assert.Equal(["data/b"], Paths("data"));
    }

    [Fact]
    public void A_folder_of_which_everything_inside_is_left_out_is_empty()
    {
        Write("data/a");
        Ignore("data/*");

        Assert.Empty(Paths("data"));
    }

    [Fact]
    public void The_Dockerfile_may_be_named_as_Docker_allows()
    {
        Write("Dockerfile");
        Ignore("Dockerfile", ".dockerignore");

        Assert.Equal(["Dockerfile"], BuildContext.Enumerate(_folder.Path, ["Dockerfile"], dockerfile: "Dockerfile").Select(entry => entry.Path));
    }

    [Fact]
    public void Files_that_describe_the_project_are_left_out_unless_they_are_named()
    {
        Write("a[1].json", "a1.json", "configs/b.json", "c.json", "train.py");
        Ignore("!c.json", ".dockerignore");
        string[] leftOut = ["a[1].json", "configs/b.json", "c.json"];

        Assert.Equal(["a1.json", "c.json", "train.py"], Paths(".", leftOut));
        Assert.Equal(["configs/b.json"], Paths("configs/b.json", leftOut));

        List<string> Paths(string source, string[] without) =>
            [.. BuildContext.Enumerate(_folder.Path, [source], leftOut: without).Select(entry => entry.Path)];
    }

    [UnixFact]
    public void A_link_is_matched_by_its_own_name()
    {
        Write("data/a");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "x.lnk"), "data");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "y"), "data");
        Ignore("*.lnk", "data", ".dockerignore");

        Assert.Equal(["y"], Paths("."));
    }

    private void Write(params string[] paths)
    {
        foreach (var path in paths)
        {
            _folder.Write(path, path);
        }
    }

    private void Ignore(params string[] lines) => _folder.Write(".dockerignore", string.Join('\n', lines));

    private List<string> Paths(params string[] sources) => [.. BuildContext.Enumerate(_folder.Path, sources).Select(entry => entry.Path)];
}
