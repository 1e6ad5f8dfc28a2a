using Microsoft.Build.Utilities;

namespace Caliban.Tasks.Tests;

public sealed class EscapingUtilitiesTests
{
    [Theory]
    [InlineData("plain text/é", "plain text/é")]
    [InlineData("a;b", "a%3bb")]
    [InlineData("100%", "100%25")]
    [InlineData("$(x) @(y) '*?'", "%24%28x%29 %40%28y%29 %27%2a%3f%27")]
    [InlineData("", "")]
    public void What_MSBuild_would_read_is_escaped(string text, string escaped)
    {
        Assert.Equal(escaped, EscapingUtilities.Escape(text));
        Assert.Equal(text, EscapingUtilities.Unescape(escaped));
    }

    [Theory]
    [InlineData("%3B%3b", ";;")]
    [InlineData("%", "%")]
    [InlineData("%3", "%3")]
    [InlineData("%zz%4", "%zz%4")]
    [InlineData("%%41", "%A")]
    [InlineData("%2541", "%41")]
    public void Only_two_hexadecimal_digits_are_an_escape(string escaped, string text) => Assert.Equal(text, EscapingUtilities.Unescape(escaped));

    [Theory]
    [InlineData("it's 100% of $(x); *.py")]
    [InlineData("%3B")]
    public void An_item_gives_back_what_was_set(string text)
    {
        var item = new TaskItem("1");
        item.SetMetadata("Flags", EscapingUtilities.Escape(text));

        Assert.Equal(text, item.GetMetadata("Flags"));
    }
}
