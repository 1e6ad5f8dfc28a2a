using Caliban.Core.Diagnostics;
using Caliban.Core.Images.Context.Ignore;
using Caliban.Testing;

namespace Caliban.Core.Tests.Images.Context.Ignore;

public sealed class IgnoreFileTests
{
    [Fact]
    public void Comments_empty_lines_and_the_mark_of_the_encoding_are_no_patterns() => Assert.Equal(
        ["a", "# b", "c"],
        IgnoreFile.Parse("\uFEFF# comment\r\n\r\na\r\n # b\n   \nc", "f").Select(pattern => pattern.Text));

    [Fact]
    public void A_pattern_knows_its_line_and_column() => Assert.Equal(
        new SourceLocation("f", 3, 3), Assert.Single(IgnoreFile.Parse("\n#\n  !a", "f")).Location);

    [Fact]
    public void All_wrong_patterns_are_told_with_their_places()
    {
        var exception = Assert.Throws<DiagnosticException>(() => IgnoreFile.Parse("a\n  b[\n!\n", "/p/.dockerignore"));

        Assert.All(exception.Diagnostics, mistake => Assert.Same(ContextDiagnostics.IgnorePatternInvalid, mistake.Descriptor));
        Assert.Equal(
            [new SourceLocation("/p/.dockerignore", 2, 3), new SourceLocation("/p/.dockerignore", 3, 1)],
            exception.Diagnostics.Select(mistake => mistake.Location));
        Assert.StartsWith("'b[' in .dockerignore is not a pattern: '[' has no closing ']'. ", exception.Diagnostics[0].Message);
    }

    [Fact]
    public void A_folder_without_the_file_has_only_our_own_patterns()
    {
        using var folder = new TemporaryFolder();
        var rules = IgnoreFile.Read(folder.Path);

        Assert.Equal("bin", rules.Match("bin/a")!.Text);
        Assert.Null(rules.Match("a/bin/b"));
    }
}
