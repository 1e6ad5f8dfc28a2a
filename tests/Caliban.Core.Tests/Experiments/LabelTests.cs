using static Caliban.Core.Tests.Experiments.Configurations;

namespace Caliban.Core.Tests.Experiments;

public sealed class LabelTests
{
    [Theory]
    [InlineData("""{"a":[1,2],"b":3,"c":[true,false]}""", "a c")]
    [InlineData("""{"a":[1,1]}""", "")]
    [InlineData("""{"a":[1,1.0]}""", "a")]
    [InlineData("""{"a":[0.0,-0.0]}""", "a")]
    [InlineData("""[{"a":1,"b":2},{"b":2,"c":3}]""", "a c")]
    [InlineData("""[{"b":2,"a":1},{"a":1,"b":2}]""", "")]
    [InlineData("""{"a":[[1,2],[1,2]]}""", "")]
    [InlineData("""{"[a,b]":[[1,2],[1,3]]}""", "b")]
    [InlineData("""[{"a":1},{"a":2,"x":[]}]""", "")]
    [InlineData("""{"a":[1]}""", "")]
    public void A_name_varies_when_its_values_differ_or_some_experiments_lack_it(string json, string expected) =>
        Assert.Equal(expected, string.Join(' ', Read(json).VaryingNames));

    [Fact]
    public void A_label_shows_only_what_varies()
    {
        var set = Read("""[{"lr":0.1,"same":1,"on":[true,false]},{"lr":0.2,"same":1}]""");

        Assert.Equal(["lr=0.1 on=true", "lr=0.1 on=false", "lr=0.2"], set.Experiments.Select(one => one.Label(set.VaryingNames)));
    }

    [Fact]
    public void A_label_is_one_short_line()
    {
        var set = Read("""{"a":["x\ny","aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","aaaaaaaaaaaaaaaaaaaaaa𝄞𝄞𝄞"]}""");

        Assert.Equal(
            ["a=x y", "a=aaaaaaaaaaaaaaaaaaaaaaa…", "a=aaaaaaaaaaaaaaaaaaaaaa…"],
            set.Experiments.Select(one => one.Label(set.VaryingNames)));
    }
}
