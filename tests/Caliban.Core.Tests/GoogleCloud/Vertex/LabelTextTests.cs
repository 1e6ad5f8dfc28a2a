using Caliban.Core.GoogleCloud.Vertex.Labels;

namespace Caliban.Core.Tests.GoogleCloud.Vertex;

/// <summary>The expectations are what google/caliban makes of the same texts, but for the sign of numbers.</summary>
public sealed class LabelTextTests
{
    [Theory]
    [InlineData("Foo", "foo", "foo")]
    [InlineData("foo.bar", "foo_bar", "foo_bar")]
    [InlineData("--lr", "lr", "lr")]
    [InlineData("a b", "ab", "ab")]
    [InlineData("ünï", "n", "n")]
    [InlineData("--", "", "")]
    [InlineData("-", "", "")]
    [InlineData("", "", "")]
    [InlineData("gs://b/p.txt", "gsbp_txt", "gsbp_txt")]
    [InlineData("0.001", "k0_001", "0_001")]
    [InlineData("_x", "k_x", "_x")]
    [InlineData("-_x", "k_x", "_x")]
    [InlineData("é", "", "")]
    [InlineData("...", "k___", "___")]
    [InlineData("[1, 2]", "k12", "12")]
    [InlineData("True", "true", "true")]
    [InlineData("İ", "i", "i")]
    [InlineData("\u212A", "k", "k")]
    [InlineData("²Ⅷ", "", "")]
    [InlineData("a-b", "a-b", "a-b")]
    public void Texts_become_keys_and_values(string text, string key, string value)
    {
        Assert.Equal(key, LabelText.Key(text));
        Assert.Equal(value, LabelText.Value(text));
    }

    [Fact]
    public void Long_texts_are_cut()
    {
        Assert.Equal(new string('x', 63), LabelText.Key(new string('x', 70)));
        Assert.Equal($"k1{new string('x', 61)}", LabelText.Key($"1{new string('x', 70)}"));
        Assert.Equal($"1{new string('x', 62)}", LabelText.Value($"1{new string('x', 70)}"));
        Assert.Equal($"-{new string('1', 62)}", LabelText.Value($"-{new string('1', 70)}"));
    }

    [Theory]
    [InlineData("-1", "-1")]
    [InlineData("-0.1", "-0_1")]
    [InlineData("-.5", "-_5")]
    [InlineData("-1e-07", "-1e-07")]
    [InlineData("-1E+5", "-1e5")]
    [InlineData("-1_000.", "-1_000_")]
    [InlineData("-inf", "-inf")]
    [InlineData(" -3 ", "-3")]
    [InlineData("-v", "v")]
    [InlineData("--1", "1")]
    [InlineData("-1-2", "1-2")]
    [InlineData("-1.2.3", "1_2_3")]
    public void A_negative_number_keeps_its_sign_and_nothing_else_does(string text, string value) => Assert.Equal(value, LabelText.Value(text));
}
