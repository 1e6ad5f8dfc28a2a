using static Caliban.Core.Tests.Experiments.Configurations;

namespace Caliban.Core.Tests.Experiments;

public sealed class SyntaxTests
{
    [Theory]
    [InlineData("", "CAL2004 7,5")]
    [InlineData(" \n // nothing", "CAL2008 1,1")]
    [InlineData("{\"a\": 1\n \"b\": 2}", "CAL2011 1,8")]
    [InlineData("""{"a":[1 2 "x" {} []]}""", "CAL2011 1,8; CAL2011 1,10; CAL2011 1,14; CAL2035 1,15; CAL2011 1,17")]
    [InlineData("""{"a" 1, "b" [2], "c" "x"}""", "CAL2012 1,5; CAL2012 1,12; CAL2012 1,21")]
    [InlineData("""{"a":, "b":, "c", "d"}""", "CAL2013 1,6; CAL2013 1,12; CAL2013 1,17; CAL2013 1,22")]
    [InlineData("""{{"a":1}, [1], :2}""", "CAL2014 1,2; CAL2014 1,11; CAL2014 1,16")]
    [InlineData("[\n{\"a\": [1, 2},\n{\"b\": 3}]", "CAL2015 2,7")]
    [InlineData("[{\"a\":1],{\"b\":null}]", "CAL2015 1,2; CAL2017 1,9")]
    [InlineData("[{\"a\": [1, 2", "CAL2015 1,8")]
    [InlineData("{\"a\":", "CAL2015 1,1")]
    [InlineData("""{,"a":[,1,,2],,}""", "CAL2016 1,2; CAL2016 1,8; CAL2016 1,11; CAL2016 1,15")]
    [InlineData("""{"a" = 1; "b": ["c": 2], "d":: 3}""", "CAL2016 1,6; CAL2016 1,9; CAL2016 1,20; CAL2016 1,30")]
    [InlineData("""{"a":1}]""", "CAL2016 1,8")]
    [InlineData("{\"a\":1}\n{\"a\":2}", "CAL2017 2,1")]
    [InlineData("""{'a': 'x "y" # z', `b`: “c”, «d»: 1}""", "CAL2018 1,2; CAL2018 1,7; CAL2018 1,20; CAL2018 1,25; CAL2018 1,30")]
    [InlineData("{\"a\": 'x,\n \"b\": null}", "CAL2018 1,7; CAL2034 2,7")]
    [InlineData("{\"a\": \"x,\n \"b\": null}", "CAL2019 1,7; CAL2034 2,7")]
    [InlineData("{\"a\": [\"x],\n \"b: 1}", "CAL2019 1,8; CAL2019 2,2")]
    [InlineData("{\"a\": \"x\ty\", \"b\": \"\u0001\"}", "CAL2020 1,9; CAL2020 1,20")]
    [InlineData("""{"p": "C:\data\new", "q": "\u12x4\'"}""", "CAL2021 1,10; CAL2021 1,28; CAL2021 1,34")]
    [InlineData("""{"a":[+1,.5,1.,01,0x1F,1e,--1,1_000,-.5e3]}""", "CAL2022 1,7; CAL2022 1,10; CAL2022 1,13; CAL2022 1,16; CAL2022 1,19; CAL2022 1,24; CAL2022 1,27; CAL2022 1,31; CAL2022 1,37")]
    [InlineData("""{"a":[None,True,NaN,-NaN,inf,my model,abc",(1, 2),2xV100,nullx,/x]}""", "CAL2023 1,7; CAL2023 1,12; CAL2023 1,17; CAL2023 1,21; CAL2023 1,26; CAL2023 1,30; CAL2023 1,39; CAL2023 1,44; CAL2023 1,51; CAL2023 1,58; CAL2023 1,64")]
    [InlineData("""{a: 1, b_c: 2, 3: 4, Infinity: 5, a\b: null}""", "CAL2024 1,2; CAL2024 1,8; CAL2024 1,16; CAL2024 1,22; CAL2024 1,35; CAL2034 1,40")]
    [InlineData("{\"a\":\u00a01,\u200b\"b\":\f2}\u3000", "CAL2025 1,6; CAL2025 1,9; CAL2025 1,14; CAL2025 1,17")]
    [InlineData("/* a", "CAL2026 1,1")]
    [InlineData("{\"a\":1 /* }", "CAL2026 1,8")]
    public void Each_mistake_has_its_code_and_place(string json, string expected) => Assert.Equal(expected, Places(Mistakes(json)));

    [Theory]
    [InlineData("""{"a": 1 "b": 2}""", "before \"b\"")]
    [InlineData("""{"a": +1}""", "'+1' is not a number of JSON; write 1.")]
    [InlineData("""{"a": -.5e3}""", "write -0.5e3.")]
    [InlineData("""{"a": 007}""", "write 7.")]
    [InlineData("""{"a": -0x1F}""", "write -31.")]
    [InlineData("""{"a": 1_000}""", "write 1000.")]
    [InlineData("""{"a": 1.2.3}""", "or a string in double quotes")]
    [InlineData("""{"a": False}""", "write false, in lower case")]
    [InlineData("""{"a": None}""", "leave the key out")]
    [InlineData("""{"a": NaN}""", "write \"nan\" as a string")]
    [InlineData("""{"a": adam}""", "a string is written in double quotes, \"adam\"")]
    [InlineData("""{"a": 'adam'}""", "Write \"adam\"")]
    [InlineData("""{a: 1}""", "Write \"a\"")]
    [InlineData("[{\"a\": [1, 2}]", "not closed before '}' at line 1, column 13. Put a ']'")]
    [InlineData("[{\"a\": 1}", "The list that begins here is not closed before the end of the file")]
    [InlineData("{}\n{}", "[{...}, {...}]")]
    [InlineData("""{"a":"\d"}""", "\\d is no escape of JSON. Write \\\\ for a backslash")]
    public void The_message_shows_what_is_wrong_and_what_would_be_right(string json, string expected) =>
        Assert.Contains(expected, Assert.Single(Mistakes(json)).Message);

    [Fact]
    public void Mistakes_of_syntax_and_of_meaning_are_reported_in_the_order_of_the_file() => Assert.Equal(
        "CAL2034 1,7; CAL2023 2,7; CAL2033 3,2; CAL2035 4,7",
        Places(Mistakes("{\"a\": null,\n \"b\": None,\n \"b\": 1,\n \"c\": {}}")));

    [Fact]
    public void At_most_twenty_mistakes_of_syntax_are_reported() =>
        Assert.Equal(20, Mistakes("[" + string.Concat(Enumerable.Repeat("{a:1},", 100)) + "]").Count);

    [Fact]
    public void Columns_count_UTF_16_units_in_long_lines()
    {
        var text = string.Concat(Enumerable.Repeat("é𝄞x", 1000));

        Assert.Equal("CAL2034 1,4012", Places(Mistakes($"{{\"{text}\":1, \"b\":null}}")));
    }
}
