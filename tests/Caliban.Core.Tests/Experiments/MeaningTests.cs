using Caliban.Core.Diagnostics;
using static Caliban.Core.Tests.Experiments.Configurations;

namespace Caliban.Core.Tests.Experiments;

public sealed class MeaningTests
{
    [Theory]
    [InlineData("5", "CAL2030 1,1")]
    [InlineData("null", "CAL2030 1,1")]
    [InlineData(" \"x\"", "CAL2030 1,2")]
    [InlineData("[{}, \"x\",\n null, [1]]", "CAL2031 1,6; CAL2031 2,2; CAL2031 2,9")]
    [InlineData("""{"a b":1,"":2,"a,b":3,"[a":4,"[a]b":5,"[]":6,"[a,]":7,"[a b]":8,"a]":9,"[":1}""", "CAL2032 1,2; CAL2032 1,10; CAL2032 1,15; CAL2032 1,23; CAL2032 1,30; CAL2032 1,39; CAL2032 1,46; CAL2032 1,55; CAL2032 1,65; CAL2032 1,72")]
    [InlineData("{\"a\":1,\n\"a\":2,\n\"\\u0061\":3}", "CAL2033 2,1; CAL2033 3,1")]
    [InlineData("""{"a":[1,2],"[a,b]":[[5,6],[7,8]]}""", "CAL2033 1,12")]
    [InlineData("""{"[a,b]":[[5,6],[7,8]],"a":[1,2]}""", "CAL2033 1,24")]
    [InlineData("""{"[a,a]":[[1,2]]}""", "CAL2033 1,2")]
    [InlineData("""{"a":null,"b":[null,[null]],"[c,d]":[null,1]}""", "CAL2034 1,6; CAL2034 1,16; CAL2034 1,22; CAL2034 1,38")]
    [InlineData("""{"a":{"x":{}},"b":[{}],"[c,d]":[1,{}],"[e]":{}}""", "CAL2035 1,6; CAL2035 1,20; CAL2035 1,35; CAL2035 1,45")]
    [InlineData("""{"a":"\u0000","b\u0000":1,"c":"\ud800","d\udc00":[["\udc00"]]}""", "CAL2037 1,6; CAL2037 1,15; CAL2037 1,31; CAL2037 1,40")]
    [InlineData("""{"[a,b]":1}""", "CAL2038 1,10")]
    [InlineData("""{"[a,b]":[1],"[c,d]":[[1,2],[3],[4,5,6]],"[e]":[[]],"[f]":[1,2]}""", "CAL2039 1,10; CAL2039 1,29; CAL2039 1,33; CAL2039 1,49; CAL2039 1,59")]
    [InlineData("""{"[a,b]":[[1,2],3]}""", "CAL2040 1,17")]
    [InlineData("[]", "CAL2041 1,1")]
    [InlineData("[[],\n[[]]]", "CAL2041 1,2; CAL2041 2,2")]
    [InlineData("""{"a":[]}""", "CAL2041 1,6")]
    [InlineData("""{"a":[],"b":[1,2],"[c,d]":[]}""", "CAL2041 1,6; CAL2041 1,27")]
    public void Each_mistake_has_its_code_and_place(string json, string expected) => Assert.Equal(expected, Places(Mistakes(json)));

    [Fact]
    public void A_duplicate_key_names_both_places() =>
        Assert.Contains("'a' of the key '[a,b]' is given here and at line 1, column 2", Assert.Single(Mistakes("{\"a\":1,\n\"[a,b]\":[1,2]}")).Message);

    [Fact]
    public void A_wrong_number_of_values_is_shown_with_what_would_be_right()
    {
        var message = Assert.Single(Mistakes("""{"[a,b,c]": [[1,2,3], [1, /* x */ 2]]}""")).Message;

        Assert.Contains("[1, /* x */ 2] has 2 value(s)", message);
        Assert.Contains("[[1, 2, 3], [4, 5, 6]]", message);
    }

    [Fact]
    public void Lists_in_values_may_be_nested_a_hundred_times_and_no_more()
    {
        Assert.Single(Read($"{{\"a\":{new string('[', 100)}1{new string(']', 100)}}}").Experiments);
        Assert.Equal("CAL2036 1,106", Places(Mistakes($"{{\"a\":{new string('[', 10_000)}1{new string(']', 10_000)}}}")));
    }

    [Fact]
    public void A_million_nested_lists_are_refused_without_harm()
    {
        Assert.Equal("CAL2027", Assert.Single(Mistakes(new string('[', 1_000_001))).Descriptor.Code);
        Assert.Equal("CAL2036 1,106; CAL2027 1,1000004", Places(Mistakes($"{{\"a\":{new string('[', 1_000_001)}")));
    }

    [Fact]
    public void A_part_that_contributes_nothing_is_a_warning()
    {
        var set = Read("[{\"a\":[1,2]},\n{\"a\":[],\"b\":1}, []]");

        Assert.Equal("CAL2042 2,6; CAL2042 2,17", Places(set.Warnings));
        Assert.All(set.Warnings, warning => Assert.Equal(DiagnosticSeverity.Warning, warning.Descriptor.Severity));
        Assert.Equal(2, set.Experiments.Count);
    }

    [Fact]
    public void A_product_that_is_too_large_shows_its_factors()
    {
        var values = string.Join(',', Enumerable.Range(0, 100));
        var message = Assert.Single(Mistakes($"[{{\"a\":[{values}],\"b\":[{values}],\"c\":[{values}],\"d\":1}}]", Axis("e", [.. values.Split(',')]))).Message;

        Assert.Contains("100,000,000 combinations (a: 100, b: 100, c: 100, e: 100)", message);
        Assert.Contains("10,000,000", message);
    }

    [Fact]
    public void A_product_beyond_all_integers_is_still_counted()
    {
        var axes = string.Join(',', Enumerable.Range(0, 1000).Select(index => $"\"k{index}\":[1,2,3]"));
        var mistake = Assert.Single(Mistakes($"{{{axes}}}"));

        Assert.Equal("CAL2043", mistake.Descriptor.Code);
        Assert.Contains("more than 10^29 combinations", mistake.Message);
        Assert.Contains("and 988 more", mistake.Message);
    }

    [Fact]
    public void An_empty_list_makes_a_product_of_any_size_empty()
    {
        var axes = string.Join(',', Enumerable.Range(0, 1000).Select(index => $"\"k{index}\":[1,2,3]"));

        Assert.Equal("CAL2041", Assert.Single(Mistakes($"{{{axes},\"last\":[]}}")).Descriptor.Code);
    }

    [Fact]
    public void A_sum_that_is_too_large_is_reported_where_the_limit_is_passed()
    {
        var values = string.Join(',', Enumerable.Range(0, 200));
        var item = $"{{\"a\":[{values}],\"b\":[{values}],\"c\":[{values}]}}";

        Assert.Equal("CAL2044 2,1", Places(Mistakes($"[{item},\n{item}]")));
    }

    [Fact]
    public void Items_are_checked_like_keys()
    {
        Assert.Equal("CAL2045 7,5", Places(Mistakes("{}", Axis("[a,b]", "1"))));
        Assert.Equal("CAL2045 7,5", Places(Mistakes("{}", Axis("", "1"))));
        Assert.Equal("CAL2046 7,5", Places(Mistakes("{}", Axis("a", "x\0"))));
        Assert.Equal("CAL2046 7,5", Places(Mistakes("{}", Axis("a", "\ud800x"))));
        Assert.Equal("CAL2047 7,5", Places(Mistakes("{}", Axis("a"))));
        Assert.Equal("CAL2048 7,5", Places(Mistakes("{}", Axis("a", "1"), Axis("a", "2"))));
    }

    [Fact]
    public void A_parameter_of_a_file_and_an_item_is_reported_in_the_file()
    {
        var mistakes = Mistakes("[{\"x\":1},\n{\"a\":1},{\"[b,a]\":[1,2]}]", Axis("a", "1"));

        Assert.Equal("CAL2049 2,2; CAL2049 2,10", Places(mistakes));
        Assert.Contains("ExperimentParameter item 'a' (declared at train.proj(7,5))", mistakes[0].Message);
    }
}
