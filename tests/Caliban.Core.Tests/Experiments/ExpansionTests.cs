using Caliban.Core.Diagnostics;
using Caliban.Core.Experiments;
using static Caliban.Core.Tests.Experiments.Configurations;

namespace Caliban.Core.Tests.Experiments;

public sealed class ExpansionTests
{
    [Theory]
    [InlineData("""{"epochs":[1,2,3],"batch":[64,128]}""", """[{"epochs": 1, "batch": 64}, {"epochs": 1, "batch": 128}, {"epochs": 2, "batch": 64}, {"epochs": 2, "batch": 128}, {"epochs": 3, "batch": 64}, {"epochs": 3, "batch": 128}]""")]
    [InlineData("{}", "[{}]")]
    [InlineData("[{}]", "[{}]")]
    [InlineData("""{"a":[[1,2],[3]]}""", """[{"a": [1, 2]}, {"a": [3]}]""")]
    [InlineData("""{"[a,b]":[1,2]}""", """[{"a": 1, "b": 2}]""")]
    [InlineData("""{"[a,b]":[[1,2]]}""", """[{"a": 1, "b": 2}]""")]
    [InlineData("""{"[a,b]":[[1,2],[3,4]],"c":[5,6]}""", """[{"a": 1, "b": 2, "c": 5}, {"a": 1, "b": 2, "c": 6}, {"a": 3, "b": 4, "c": 5}, {"a": 3, "b": 4, "c": 6}]""")]
    [InlineData("""{"c":[5,6],"[a,b]":[[1,2],[3,4]]}""", """[{"c": 5, "a": 1, "b": 2}, {"c": 5, "a": 3, "b": 4}, {"c": 6, "a": 1, "b": 2}, {"c": 6, "a": 3, "b": 4}]""")]
    [InlineData("""{"[a,b]":[1,[2,3]]}""", """[{"a": 1, "b": [2, 3]}]""")]
    [InlineData("""{"a":[1,"x",2.5,true]}""", """[{"a": 1}, {"a": "x"}, {"a": 2.5}, {"a": true}]""")]
    [InlineData("""{"a":[1,1]}""", """[{"a": 1}, {"a": 1}]""")]
    [InlineData("""{"[ a , b ]":[1,2]}""", """[{"a": 1, "b": 2}]""")]
    [InlineData("""{"[a]":[[1],[2]]}""", """[{"a": 1}, {"a": 2}]""")]
    [InlineData("""[{"a":1},[[{"b":2}],{"c":3}]]""", """[{"a": 1}, {"b": 2}, {"c": 3}]""")]
    [InlineData("""{"a":[[],[[]]]}""", """[{"a": []}, {"a": [[]]}]""")]
    [InlineData("""{"é-\u00e9=x":1}""", """[{"\u00e9-\u00e9=x": 1}]""")]
    public void The_last_key_varies_fastest_and_order_is_kept(string json, string expected) =>
        Assert.Equal(expected, Expand(json));

    [Theory]
    [InlineData("{\"a\": 1, # one\n \"b\": [2, 3,], // two\n /* three\n four */ \"c\": \"# // /* no */\",}")]
    [InlineData("\ufeff{\"a\":1,\"b\":[2,3],\"c\":\"# // /* no */\"}")]
    [InlineData("{\"a\":1,#\r\"b\":[2,//\r\n3],\"c\":\"# // /* no */\"}#")]
    public void Comments_trailing_commas_and_a_byte_order_mark_are_accepted(string json) => Assert.Equal(
        """[{"a": 1, "b": 2, "c": "# // /* no */"}, {"a": 1, "b": 3, "c": "# // /* no */"}]""", Expand(json));

    [Fact]
    public void Without_files_and_axes_there_is_one_experiment_without_parameters()
    {
        var set = ExperimentSetReader.Read([], [], () => null, CancellationToken.None);

        var experiment = Assert.Single(set.Experiments);
        Assert.Equal(1, experiment.Index);
        Assert.Empty(experiment.Parameters);
        Assert.Empty(experiment.ToArguments());
        Assert.Equal(SourceLocation.None, experiment.Source);
        Assert.Empty(set.VaryingNames);
    }

    [Fact]
    public void Axes_alone_make_a_sweep_in_which_the_last_axis_varies_fastest()
    {
        var set = ExperimentSetReader.Read([], [Axis("a", "1", "2"), Axis("b", "x", "y")], () => null, CancellationToken.None);

        Assert.Equal(["a=1 b=x", "a=1 b=y", "a=2 b=x", "a=2 b=y"], set.Experiments.Select(one => one.Label(set.VaryingNames)));
    }

    [Fact]
    public void Axes_are_multiplied_onto_every_experiment_and_vary_faster_than_its_keys() => Assert.Equal(
        """[{"k": 1, "a": 5}, {"k": 1, "a": 6}, {"k": 2, "a": 5}, {"k": 2, "a": 6}, {"a": 5}, {"a": 6}]""",
        Expand("""[{"k":[1,2]},{}]""", Axis("a", "5", "6")));

    [Theory]
    [InlineData("true", "true")]
    [InlineData("false", "false")]
    [InlineData("True", "\"True\"")]
    [InlineData("1", "1")]
    [InlineData("-0", "\"-0\"")]
    [InlineData("1e3", "\"1e3\"")]
    [InlineData("1e-05", "1e-05")]
    [InlineData("0.10", "\"0.10\"")]
    [InlineData("01", "\"01\"")]
    [InlineData("inf", "\"inf\"")]
    [InlineData("", "\"\"")]
    public void The_value_of_an_axis_shows_the_text_as_typed(string text, string json) =>
        Assert.Equal($$"""[{"a": {{json}}}]""", Expand("{}", Axis("a", text)));

    [Fact]
    public void Experiments_are_numbered_and_know_the_object_they_come_from()
    {
        var set = Read("[{\"a\": [1, 2]},\n  \"é\", {\"b\": 3}]".Replace("\"é\", ", "/*é𝄞*/ "));

        Assert.Equal([1, 2, 3], set.Experiments.Select(one => one.Index));
        Assert.Equal(
            [new SourceLocation("stdin", 1, 2), new("stdin", 1, 2), new("stdin", 2, 11)], set.Experiments.Select(one => one.Source));
    }

    [Fact]
    public void Ten_thousand_nested_lists_are_read() =>
        Assert.Equal("[{}]", Expand(new string('[', 10_000) + "{}" + new string(']', 10_000)));

    [Fact]
    public void A_sweep_of_ten_thousand_points_has_the_right_ends()
    {
        var set = Read("""{"a":[0,1,2,3,4,5,6,7,8,9],"b":[0,1,2,3,4,5,6,7,8,9],"c":[0,1,2,3,4,5,6,7,8,9],"d":[0,1,2,3,4,5,6,7,8,9]}""");

        Assert.Equal(10_000, set.Experiments.Count);
        Assert.Equal("a=1 b=2 c=3 d=4", set.Experiments[1234].Label(set.VaryingNames));
        Assert.Equal("a=9 b=9 c=9 d=9", set.Experiments[^1].Label(set.VaryingNames));
    }
}
