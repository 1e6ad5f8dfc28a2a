using System.Text;
using Caliban.Core.Diagnostics;
using Caliban.Core.Experiments;
using Caliban.Testing;
using static Caliban.Core.Tests.Experiments.Configurations;

namespace Caliban.Core.Tests.Experiments;

public sealed class InputTests
{
    [Fact]
    public void Files_are_concatenated_in_their_order()
    {
        using var folder = new TemporaryFolder();
        ExperimentFile[] files = [File(folder.Write("b.json", """{"a":2}""")), File(folder.Write("a.json", """[{"a":1}]""")), StandardInput];
        using var input = new MemoryStream("""{"a":3}"""u8.ToArray());

        var set = ExperimentSetReader.Read(files, [], () => input, CancellationToken.None);

        Assert.Equal(["a=2", "a=1", "a=3"], set.Experiments.Select(one => one.Label(set.VaryingNames)));
        Assert.Equal([files[0].FullPath, files[1].FullPath, "stdin"], set.Experiments.Select(one => one.Source.File));
    }

    [Fact]
    public void Mistakes_of_all_files_and_axes_are_reported_together()
    {
        using var folder = new TemporaryFolder();
        ExperimentFile[] files =
        [
            File(folder.Write("a.json", "{\"a\": null}")),
            new("missing.json", Path.Combine(folder.Path, "missing.json"), Declared),
            new("folder", folder.Path, Declared),
            File(folder.Write("b.json", "[\n{\"b\": }]")),
        ];

        var exception = Assert.Throws<DiagnosticException>(
            () => ExperimentSetReader.Read(files, [Axis("x y", "1"), Axis("z")], () => null, CancellationToken.None));

        Assert.Equal(
            "CAL2045 7,5; CAL2047 7,5; CAL2034 1,7; CAL2001 7,5; CAL2002 7,5; CAL2013 2,6", Places(exception.Diagnostics));
        Assert.Equal(
            ["train.proj", "train.proj", files[0].FullPath, "train.proj", "train.proj", files[3].FullPath],
            exception.Diagnostics.Select(mistake => mistake.Location.File));
    }

    [Fact]
    public void A_path_that_no_system_could_open_is_a_diagnostic()
    {
        var exception = Assert.Throws<DiagnosticException>(() => ExperimentSetReader.Read(
            [new("a\0b", "/a\0b", Declared), new("", "", Declared)], [], () => null, CancellationToken.None));

        Assert.Equal("CAL2002 7,5; CAL2002 7,5", Places(exception.Diagnostics));
    }

    [Theory]
    [InlineData("stdin")]
    [InlineData("STDIN")]
    public void Without_a_standard_input_the_message_says_so(string name)
    {
        ExperimentFile[] files = [new(name, "", Declared)];

        foreach (Func<Stream?> open in (Func<Stream?>[])[() => null, () => new MemoryStream()])
        {
            var exception = Assert.Throws<DiagnosticException>(() => ExperimentSetReader.Read(files, [], open, CancellationToken.None));
            Assert.Equal("CAL2004 7,5", Places(exception.Diagnostics));
        }
    }

    [Fact]
    public void A_standard_input_that_fails_is_a_diagnostic()
    {
        var exception = Assert.Throws<DiagnosticException>(() => ExperimentSetReader.Read(
            [StandardInput], [], () => throw new IOException("broken pipe"), CancellationToken.None));

        Assert.Equal("CAL2002 7,5", Places(exception.Diagnostics));
        Assert.Contains("broken pipe", exception.Diagnostics[0].Message);
    }

    [Fact]
    public void The_standard_input_can_be_named_only_once()
    {
        var exception = Assert.Throws<DiagnosticException>(() => ExperimentSetReader.Read(
            [StandardInput, StandardInput], [], () => new MemoryStream("{}"u8.ToArray()), CancellationToken.None));

        Assert.Equal("CAL2005 7,5", Places(exception.Diagnostics));
    }

    [Fact]
    public void Endless_input_ends_with_a_diagnostic()
    {
        var exception = Assert.Throws<DiagnosticException>(() => ExperimentSetReader.Read(
            [StandardInput], [], () => new EndlessStream(), CancellationToken.None));

        Assert.Equal("CAL2003 7,5", Places(exception.Diagnostics));
    }

    [Fact]
    public void Cancellation_is_not_a_mistake_of_the_user() => Assert.Throws<OperationCanceledException>(
        () => ExperimentSetReader.Read([StandardInput], [], () => new MemoryStream("{}"u8.ToArray()), new CancellationToken(true)));

    [Fact]
    public void Text_that_is_not_UTF_8_is_named_and_the_rest_is_checked()
    {
        Assert.Equal("CAL2006 1,1", Places(Mistakes([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("{}")])));
        Assert.Equal("CAL2006 1,1", Places(Mistakes(Encoding.Unicode.GetBytes("{ }"))));
        Assert.Equal("CAL2006 1,1", Places(Mistakes([.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes("{}")])));
        Assert.Equal("CAL2006 1,1", Places(Mistakes([.. Encoding.UTF32.Preamble, .. Encoding.UTF32.GetBytes("{}")])));

        var mistakes = Mistakes(Encoding.Latin1.GetBytes("{\"a\": \"\u00e9\",\n\"b\": null}"));
        Assert.Equal("CAL2007 1,8; CAL2034 2,6", Places(mistakes));
        Assert.Contains("0xE9", mistakes[0].Message);
    }

    private static ExperimentFile File(string path) => new(Path.GetFileName(path), path, Declared);

    private sealed class EndlessStream : MemoryStream
    {
        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer)
        {
            buffer.Fill((byte)' ');
            return buffer.Length;
        }
    }
}
