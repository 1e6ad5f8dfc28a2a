using System.Text;
using Caliban.Core.Processes;
using FsCheck;
using FsCheck.Fluent;

namespace Caliban.Core.Tests.Processes;

public sealed class LineSplitterTests
{
    private readonly List<(byte[] Bytes, SegmentEnd End)> _segments = [];
    private readonly LineSplitter _splitter;

    public LineSplitterTests() => _splitter = new LineSplitter((bytes, end) => _segments.Add((bytes.ToArray(), end)));

    [Theory]
    [InlineData("a\nb\n", "a\\n:Line b\\n:Line")]
    [InlineData("a\r\nb\r\n", "a\\r\\n:Line b\\r\\n:Line")]
    [InlineData("10%\r20%\r\n", "10%\\r:CarriageReturn 20%\\r\\n:Line")]
    [InlineData("\r10%\r20%", "\\r:CarriageReturn 10%\\r:CarriageReturn 20%:None")]
    [InlineData("a\r\r\nb", "a\\r:CarriageReturn \\r\\n:Line b:None")]
    [InlineData("\n\n", "\\n:Line \\n:Line")]
    [InlineData("a", "a:None")]
    [InlineData("a\r", "a\\r:CarriageReturn")]
    [InlineData("", "")]
    public void Lines_end_with_a_line_feed_and_progress_bars_with_a_lone_carriage_return(string text, string segments)
    {
        Append(Encoding.UTF8.GetBytes(text));

        Assert.Equal(segments, Text());
    }

    [Fact]
    public void A_line_end_cut_in_two_stays_one()
    {
        _splitter.Append("a\r"u8);
        Assert.Empty(_segments);

        _splitter.Append("\nb\r"u8);
        _splitter.Append("c"u8);

        Assert.Equal("a\\r\\n:Line b\\r:CarriageReturn", Text());
    }

    [Fact]
    public void Bytes_that_are_no_text_pass_unchanged()
    {
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        Append(bytes);

        Assert.Equal(bytes, _segments.SelectMany(segment => segment.Bytes));
    }

    [Fact]
    public void A_line_of_10_MB_comes_in_segments_of_bounded_length()
    {
        var line = new byte[10_000_000];
        Array.Fill(line, (byte)'x');
        line[^1] = (byte)'\n';
        Append(line);

        Assert.All(_segments, segment => Assert.InRange(segment.Bytes.Length, 1, LineSplitter.SegmentLength));
        Assert.All(_segments.SkipLast(1), segment => Assert.Equal(SegmentEnd.None, segment.End));
        Assert.Equal(SegmentEnd.Line, _segments[^1].End);
        Assert.Equal(line.Length, _segments.Sum(segment => segment.Bytes.Length));
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public void A_line_end_at_the_border_of_a_segment_is_still_one_line_end(int offset)
    {
        byte[] line = [.. Enumerable.Repeat((byte)'x', LineSplitter.SegmentLength + offset), (byte)'\r', (byte)'\n', (byte)'y', (byte)'\n'];
        Append(line);

        Assert.Equal(line, _segments.SelectMany(segment => segment.Bytes));
        Assert.DoesNotContain(_segments, segment => segment.End == SegmentEnd.CarriageReturn);
        Assert.Equal(2, _segments.Count(segment => segment.End == SegmentEnd.Line));
    }

    [Fact]
    public void Nothing_is_lost_however_the_input_is_cut() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(Arb.From(Chunks), chunks =>
        {
            var whole = new List<(string, SegmentEnd)>();
            var cut = new List<(string, SegmentEnd)>();
            var one = new LineSplitter((bytes, end) => whole.Add((Encoding.Latin1.GetString(bytes), end)));
            var many = new LineSplitter((bytes, end) => cut.Add((Encoding.Latin1.GetString(bytes), end)));

            byte[] input = [.. chunks.SelectMany(chunk => chunk)];
            one.Append(input);
            one.Flush();
            foreach (var chunk in chunks)
            {
                many.Append(chunk);
            }

            many.Flush();

            Assert.Equal(Encoding.Latin1.GetString(input), string.Concat(cut.Select(segment => segment.Item1)));
            Assert.Equal(whole, cut);
        }));

    private static Gen<List<byte[]>> Chunks =>
        from chunks in Gen.ListOf(Gen.ArrayOf(Gen.Frequency(
            (3, Gen.Elements((byte)'\r', (byte)'\n')), (5, Gen.Choose(0, 255).Select(value => (byte)value)))))
        select chunks.ToList();

    private void Append(byte[] bytes)
    {
        _splitter.Append(bytes);
        _splitter.Flush();
    }

    private string Text() => string.Join(' ', _segments.Select(segment =>
        $"{Encoding.UTF8.GetString(segment.Bytes).Replace("\r", "\\r").Replace("\n", "\\n")}:{segment.End}"));
}
