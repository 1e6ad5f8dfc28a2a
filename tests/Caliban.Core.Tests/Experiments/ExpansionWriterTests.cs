using Caliban.Core.Experiments;
using static Caliban.Core.Tests.Experiments.Configurations;

namespace Caliban.Core.Tests.Experiments;

public sealed class ExpansionWriterTests
{
    private static readonly string Golden = Path.Combine(AppContext.BaseDirectory, "Experiments", "Golden");

    /// <summary>The sample of caliban's documentation of <c>expansion</c>.</summary>
    [Theory]
    [InlineData(ExpansionFormat.Json, "sample.expanded.json")]
    [InlineData(ExpansionFormat.Indented, "sample.indented.json")]
    [InlineData(ExpansionFormat.Flags, "sample.flags.txt")]
    public void The_documented_sample_is_written_byte_for_byte(ExpansionFormat format, string expected)
    {
        var set = Read(File.ReadAllBytes(Path.Combine(Golden, "sample.json")));

        Assert.Equal(File.ReadAllText(Path.Combine(Golden, expected)), Write(set, format));
    }

    [Theory]
    [InlineData("{}", "[\n  {}\n]\n")]
    [InlineData("{\"a\":[[],[1,[2]]]}", "[\n  {\n    \"a\": []\n  },\n  {\n    \"a\": [\n      1,\n      [\n        2\n      ]\n    ]\n  }\n]\n")]
    public void Indented_lists_and_objects_are_laid_out_as_Python_does(string json, string expected) =>
        Assert.Equal(expected, Write(Read(json), ExpansionFormat.Indented));

    [Fact]
    public void No_experiments_are_an_empty_list()
    {
        using var writer = new StringWriter();
        ExpansionWriter.Write([], ExpansionFormat.Indented, writer);

        Assert.Equal("[]\n", writer.ToString());
    }

    [Fact]
    public void JSON_is_written_in_ASCII_with_the_escapes_of_Python() => Assert.Equal(
        """[{"a": "\"\\/\b\f\n\r\t\u0001\u007f\u00e9\ud834\udd1e~ "}]""",
        Expand("""{"a":"\"\\\/\b\f\n\r\t\u0001\u007fé𝄞~ "}"""));

    [Fact]
    public void Numbers_too_large_are_written_as_Infinity_and_read_again()
    {
        var json = Expand("""{"a":[1e400,-1e400]}""");

        Assert.Equal("""[{"a": Infinity}, {"a": -Infinity}]""", json);
        Assert.Equal(json, Expand(json));
    }

    [Fact]
    public void Flags_are_not_quoted_and_no_flags_are_an_empty_line() =>
        Assert.Equal("--a x  y é --b\n\n", Write(Read("""[{"a":"x  y é","b":true},{"b":false}]"""), ExpansionFormat.Flags));
}
