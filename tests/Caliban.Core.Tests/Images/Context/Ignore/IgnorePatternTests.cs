using Caliban.Core.Diagnostics;
using Caliban.Core.Images.Context.Ignore;

namespace Caliban.Core.Tests.Images.Context.Ignore;

public sealed class IgnorePatternTests
{
    [Theory]
    [InlineData("**", "dir/file", true)]
    [InlineData("dir/**", "dir/a/b", true)]
    [InlineData("dir/**", "dir", false)]
    [InlineData("**/dir", "dir", true)]
    [InlineData("**/dir", "a/b/dir", true)]
    [InlineData("**/dir", "a/xdir", false)]
    [InlineData("**file", "a/xfile", true)]
    [InlineData("**f?le", "a/xfile", false)]
    [InlineData("**/*.txt", "file.txt", true)]
    [InlineData("a**/*.txt", "a/b/c/f.txt", true)]
    [InlineData("a**b", "ax/yb", false)]
    [InlineData("a**b", "ax/b", true)]
    [InlineData("a/*.txt", "a/b/f.txt", false)]
    [InlineData("*", "a/b", false)]
    [InlineData("a*b*c*d*e*/f", "axbxcxdxexxx/f", true)]
    [InlineData("a*b*c*d*e*/f", "axbxcxdxe/xxx/f", false)]
    [InlineData("a?b", "a/b", false)]
    [InlineData("a?b", "a😀b", true)]
    [InlineData("a??b", "a😀b", false)]
    [InlineData("a[^a]b", "a😀b", true)]
    [InlineData("ab[b-d]", "abc", true)]
    [InlineData("ab[^b-d]", "abc", false)]
    [InlineData("[!a]", "!", true)]
    [InlineData(@"[\]a]", "]", true)]
    [InlineData(@"[x\-]", "-", true)]
    [InlineData("[α-ω]", "β", true)]
    [InlineData(@"a\*b", "a*b", true)]
    [InlineData(@"a\*b", "ab", false)]
    [InlineData("abc.def", "abcZdef", false)]
    [InlineData("a.|)$(}+{bc", "a.|)$(}+{bc", true)]
    [InlineData("README.md", "readme.md", false)]
    [InlineData("größe", "größe", true)]
    public void Paths_are_matched_as_a_whole(string pattern, string path, bool matches) => Assert.Equal(matches, Parse(pattern)!.IsMatch(path));

    [Theory]
    [InlineData(@"\d", "d", "1")]
    [InlineData("^a", "^a", "a")]
    [InlineData("x[*]", "x*", "x]")]
    [InlineData("x[?]", "x?", "xa")]
    public void The_documented_grammar_counts_where_Docker_strays_from_it(string pattern, string path, string other)
    {
        Assert.True(Parse(pattern)!.IsMatch(path));
        Assert.False(Parse(pattern)!.IsMatch(other));
    }

    [Theory]
    [InlineData("  a/b \t", "a/b")]
    [InlineData("/a", "a")]
    [InlineData("a/", "a")]
    [InlineData("./a//b/../c", "a/c")]
    [InlineData("/../a", "a")]
    [InlineData("../a", "../a")]
    [InlineData("a/..", ".")]
    [InlineData("# a", "# a")]
    public void A_path_is_brought_to_its_shortest_form(string line, string path)
    {
        var pattern = Parse(line)!;

        Assert.Equal((path, false, line.Trim()), (pattern.Path, pattern.IsNegation, pattern.Text));
    }

    [Theory]
    [InlineData("!a", "a")]
    [InlineData("! /a/", "a")]
    [InlineData("!!a", "!a")]
    public void An_exclamation_mark_negates(string line, string path)
    {
        var pattern = Parse(line)!;

        Assert.Equal((path, true), (pattern.Path, pattern.IsNegation));
    }

    [Fact]
    public void An_escaped_exclamation_mark_is_a_character()
    {
        var pattern = Parse(@"\!a")!;

        Assert.False(pattern.IsNegation);
        Assert.True(pattern.IsMatch("!a"));
    }

    [Theory]
    [InlineData("[", "'[' has no closing ']'")]
    [InlineData("a[b", "'[' has no closing ']'")]
    [InlineData(@"[\", "'[' has no closing ']'")]
    [InlineData("[]a]", "']' must not come first in '[…]', nor end a range; write '\\]'")]
    [InlineData("[^]", "']' must not come first in '[…]', nor end a range; write '\\]'")]
    [InlineData("[-x]", "'-' needs a character on both sides; write '\\-' for itself")]
    [InlineData("[z-a]", "the range 'z-a' runs backwards")]
    [InlineData(@"a\", "'\\' at the end escapes nothing")]
    [InlineData("!", "'!' alone brings nothing back; a pattern has to follow it")]
    [InlineData("! ", "'!' alone brings nothing back; a pattern has to follow it")]
    [InlineData("!/", "'!' alone brings nothing back; a pattern has to follow it")]
    public void What_is_no_pattern_is_refused_with_the_reason(string line, string reason) =>
        Assert.Equal(reason, Assert.Throws<FormatException>(() => Parse(line)).Message);

    [Fact]
    public void A_pattern_of_many_wildcards_takes_no_longer_than_its_length_times_that_of_the_path() =>
        Assert.False(Parse(string.Concat(Enumerable.Repeat("a*", 400)) + "b")!.IsMatch(new string('a', 4000)));

    [Theory]
    [InlineData("a*b?[c]\\^")]
    [InlineData("!größe")]
    public void An_escaped_name_matches_itself(string name) => Assert.True(Parse($"x/{GlobExpression.Escape(name)}")!.IsMatch($"x/{name}"));

    private static IgnorePattern? Parse(string line) => IgnorePattern.Parse(line, SourceLocation.None);
}
