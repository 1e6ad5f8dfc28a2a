using System.Text;
using Caliban.Core.Processes;

namespace Caliban.Core.Tests.Processes;

public sealed class OutputLinesTests
{
    private readonly List<string> _shown = [];

    [Fact]
    public void The_last_line_is_that_of_the_error_channel_whatever_comes_after_it()
    {
        var lines = Read((OutputChannel.Standard, "step 1\n"), (OutputChannel.Error, "ERROR: no such package\n\n"), (OutputChannel.Standard, "done\n"));

        Assert.Equal("ERROR: no such package", lines.Last);
    }

    [Fact]
    public void Without_errors_the_last_line_is_that_of_the_standard_channel()
    {
        var lines = Read((OutputChannel.Standard, "step 1\nensurepip is not available"), (OutputChannel.Error, "\n"));

        Assert.Equal("ensurepip is not available", lines.Last);
    }

    [Fact]
    public void Lines_of_both_channels_are_shown_whole()
    {
        Read((OutputChannel.Standard, "one "), (OutputChannel.Error, "two\n"), (OutputChannel.Standard, "line\nand a rest"));

        Assert.Equal(["two", "one line", "and a rest"], _shown);
    }

    private OutputLines Read(params (OutputChannel Channel, string Text)[] pieces)
    {
        var lines = new OutputLines(_shown.Add);
        foreach (var (channel, text) in pieces)
        {
            lines.Add(channel, Encoding.UTF8.GetBytes(text));
        }

        lines.Flush();
        return lines;
    }
}
