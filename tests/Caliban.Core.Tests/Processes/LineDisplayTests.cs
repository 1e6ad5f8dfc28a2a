using System.Text;
using Caliban.Core.Processes;

namespace Caliban.Core.Tests.Processes;

public sealed class LineDisplayTests
{
    [Fact]
    public void Lines_lose_their_ends() => Assert.Equal(["a", "", "b"], Show("a\n\r\nb\r\n"));

    [Fact]
    public void A_last_line_without_an_end_is_shown() => Assert.Equal(["a", "b"], Show("a\nb"));

    [Fact]
    public void Progress_bars_are_transient_and_their_empty_start_is_not_shown() =>
        Assert.Equal(["~10%", "~20%", "done"], Show("\r10%\r20%\rdone\n"));

    [Theory]
    [InlineData("\u001b[31mred\u001b[0m text", "red text")]
    [InlineData("\u001b[2K\u001b[1Aup", "up")]
    [InlineData("\u001b]0;title\u0007text", "text")]
    [InlineData("\u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\", "link")]
    [InlineData("bell\u0007 back\b null\0 del\u007f c1\u0085", "bell back null del c1")]
    [InlineData("tab\there  ", "tab\there")]
    [InlineData("\u001bMreverse", "reverse")]
    public void What_would_move_the_cursor_is_removed(string text, string shown) => Assert.Equal([shown], Show(text + "\n"));

    [Fact]
    public void Bytes_that_do_not_decode_are_replaced() =>
        Assert.Equal(["a\ufffdb é"], Show([(byte)'a', 0xe9, (byte)'b', (byte)' ', .. "é"u8, (byte)'\n']));

    [Fact]
    public void A_line_of_10_MB_is_cut_and_says_how_long_it_is()
    {
        var line = Assert.Single(Show(new string('x', 10_000_000) + "\n"));

        Assert.EndsWith("x … (10,000,000 bytes, whole in the log)", line);
        Assert.InRange(line.Length, 1000, 5000);
    }

    [Fact]
    public void A_long_line_leaves_nothing_behind_for_the_next() =>
        Assert.Equal(["short", "", "end"], Show($"{new string('x', 200_000)}\nshort\n\nend").Skip(1));

    private static List<string> Show(string text) => Show(Encoding.UTF8.GetBytes(text));

    /// <summary>The lines shown, transient ones with <c>~</c> in front.</summary>
    private static List<string> Show(byte[] bytes)
    {
        var lines = new List<string>();
        var display = new LineDisplay(line => lines.Add(line.IsTransient ? $"~{line.Text}" : line.Text));
        var splitter = new LineSplitter(display.Add);
        splitter.Append(bytes);
        splitter.Flush();
        display.Flush();
        return lines;
    }
}
