using Caliban.Core.Experiments;
using Caliban.Core.Experiments.Values;
using static Caliban.Core.Tests.Experiments.Configurations;

namespace Caliban.Core.Tests.Experiments;

public sealed class FlagTextTests
{
    [Theory]
    [InlineData("1", "1")]
    [InlineData("-3", "-3")]
    [InlineData("-0", "0")]
    [InlineData("1.0", "1.0")]
    [InlineData("1E-7", "1e-07")]
    [InlineData("1e16", "1e+16")]
    [InlineData("12345678901234567.0", "1.2345678901234568e+16")]
    [InlineData("1234567890123456.0", "1234567890123456.0")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("-123456789012345678901234567890", "-123456789012345678901234567890")]
    [InlineData("1e3", "1000.0")]
    [InlineData("-0.0", "-0.0")]
    [InlineData("0.1", "0.1")]
    [InlineData("1e-5", "1e-05")]
    [InlineData("0.0001", "0.0001")]
    [InlineData("0.00012345", "0.00012345")]
    [InlineData("1e22", "1e+22")]
    [InlineData("1.5e300", "1.5e+300")]
    [InlineData("5e-324", "5e-324")]
    [InlineData("2.98023223876953125e-8", "2.9802322387695312e-08")]
    [InlineData("4.1045368012983762e-289", "4.1045368012983762e-289")]
    [InlineData("1e400", "inf")]
    [InlineData("-1e400", "-inf")]
    [InlineData("Infinity", "inf")]
    [InlineData("-Infinity", "-inf")]
    [InlineData("\"Infinity\"", "Infinity")]
    [InlineData("\"x y\"", "x y")]
    [InlineData("\"\"", "")]
    [InlineData("\"é\"", "é")]
    [InlineData("\"\\ud834\\udd1e\"", "𝄞")]
    [InlineData("[[1, \"x\", true, -0, 1e3, []]]", "[1, 'x', True, 0, 1000.0, []]")]
    [InlineData("[[\"it's\", \"say \\\"hi\\\"\", \"'\\\"\", \"\\\\\"]]", "[\"it's\", 'say \"hi\"', '\\'\"', '\\\\']")]
    [InlineData("[[\"\\n\\r\\t\\u0001\\u00a0\\u2028\\u200b é\"]]", "['\\n\\r\\t\\x01\\xa0\\u2028\\u200b é']")]
    [InlineData("[[1e400]]", "[inf]")]
    public void A_value_becomes_the_text_that_Python_prints(string json, string expected) =>
        Assert.Equal(["--a", expected], Assert.Single(Read($"{{\"a\":{json}}}").Experiments).ToArguments());

    [Fact]
    public void True_is_a_flag_alone_and_false_is_nothing() => Assert.Equal(
        ["--on", "---a", "1", "--b=c", "x"],
        Assert.Single(Read("""{"on":true,"off":false,"-a":1,"b=c":"x"}""").Experiments).ToArguments());

    [Theory]
    [InlineData("0." + "00000000000000000000000000000000000000001e41", 1.0)]
    [InlineData("1e99999999999", double.PositiveInfinity)]
    [InlineData("1e-99999999999", 0.0)]
    public void Exponents_of_any_size_are_understood(string json, double expected) => Assert.Equal(
        new FloatValue(expected), Assert.Single(Assert.Single(Read($"{{\"a\":{json}}}").Experiments).Parameters).Value);

    [Fact]
    public void Values_of_different_kinds_and_signs_are_different()
    {
        Assert.NotEqual<ExperimentValue>(new IntegerValue("1"), new FloatValue(1));
        Assert.NotEqual(new FloatValue(0.0), new FloatValue(-0.0));
        Assert.NotEqual<ExperimentValue>(new StringValue("1"), new IntegerValue("1"));
        Assert.NotEqual(new ListValue([new IntegerValue("1")]), new ListValue([new IntegerValue("2")]));
        Assert.Equal(new ListValue([new IntegerValue("0")]), new ListValue([new IntegerValue("-0")]));
    }
}
