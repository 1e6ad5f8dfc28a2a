using Caliban.Core.Diagnostics;
using Caliban.Core.Processes;
using FsCheck;
using FsCheck.Fluent;

namespace Caliban.Core.Tests.Processes;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData(" \t\r\n", "")]
    [InlineData("a b", "a|b")]
    [InlineData("  a\t b\n", "a|b")]
    [InlineData("'a b' \"c d\"", "a b|c d")]
    [InlineData("a'b c'd", "ab cd")]
    [InlineData("'' \"\"", "|")]
    [InlineData("--name=\"x y\"", "--name=x y")]
    [InlineData("'a\"b' \"c'd\"", "a\"b|c'd")]
    [InlineData("\"a\\\"b\\\\c\\$d\\`e\"", "a\"b\\c$d`e")]
    [InlineData("\"a\\nb\"", "a\\nb")]
    [InlineData("'a\\b'", "a\\b")]
    [InlineData("$HOME *.py ~ ;rm `x` $(x) # y", "$HOME|*.py|~|;rm|`x`|$(x)|#|y")]
    public void Words_are_split_by_space_and_joined_by_quotes(string? text, string words) =>
        Assert.Equal(words.Length == 0 ? [] : words.Split('|'), Split(text));

    [UnixTheory]
    [InlineData("a\\ b", "a b")]
    [InlineData("\\'a\\\"", "'a\"")]
    [InlineData("\\\\", "\\")]
    [InlineData("a\\", "a\\")]
    public void A_backslash_takes_the_meaning_of_the_next_character(string text, string word) => Assert.Equal([word], Split(text));

    [Theory]
    [InlineData("a 'b", '\'', 3)]
    [InlineData("\"a\\\"", '"', 1)]
    [InlineData("x \"a' b", '"', 3)]
    public void A_quote_without_an_end_is_named_with_its_place(string text, char quote, int character)
    {
        var mistake = Assert.Single(Assert.Throws<DiagnosticException>(() => Split(text)).Diagnostics);

        Assert.Same(ProjectDiagnostics.QuotesUnbalanced, mistake.Descriptor);
        Assert.Equal(new SourceLocation("train.csproj", 4), mistake.Location);
        Assert.Contains($"P cannot be split into arguments: the {quote} at character {character} ", mistake.Message);
    }

    [Theory]
    [InlineData("a b", "'a b'")]
    [InlineData("", "''")]
    [InlineData("--rate=1e-3", "--rate=1e-3")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("$x", "'$x'")]
    [InlineData("é", "'é'")]
    [InlineData("a\nb", "'a\nb'")]
    public void Arguments_are_quoted_only_where_a_shell_would_change_them(string argument, string text) =>
        Assert.Equal(text, CommandLine.Format([argument]));

    [UnixFact]
    public void What_is_formatted_splits_into_the_same_arguments() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1000),
        Prop.ForAll<string[]>(texts =>
        {
            string[] arguments = [.. texts.Select(text => text ?? "")];

            Assert.Equal(arguments, Split(CommandLine.Format(arguments)));
        }));

    [UnixFact]
    public void What_is_formatted_of_hard_characters_splits_into_the_same_arguments() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1000),
        Prop.ForAll(Arb.From(Gen.ListOf(Gen.ListOf(Gen.Elements('\'', '"', '\\', ' ', 'a', '$', '\n', 'é')))), lists =>
        {
            string[] arguments = [.. lists.Select(list => string.Concat(list))];

            Assert.Equal(arguments, Split(CommandLine.Format(arguments)));
        }));

    private static IReadOnlyList<string> Split(string? text) => CommandLine.Split(text, "P", new SourceLocation("train.csproj", 4));
}
