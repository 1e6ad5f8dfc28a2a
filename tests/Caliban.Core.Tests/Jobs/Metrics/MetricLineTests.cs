using System.Globalization;
using Caliban.Core.History;
using Caliban.Core.Jobs.Metrics;
using FsCheck;
using FsCheck.Fluent;

namespace Caliban.Core.Tests.Jobs.Metrics;

public sealed class MetricLineTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData("caliban-metric loss=0.5", "loss=0.5@")]
    [InlineData("caliban-metric loss=0.5 step=3", "loss=0.5@3")]
    [InlineData("caliban-metric step=3 loss=0.5", "loss=0.5@3")]
    [InlineData("  caliban-metric \t train/loss=1e-05   val.acc_2-x=-7 step=-1\t", "train/loss=1E-05@-1 val.acc_2-x=-7@-1")]
    [InlineData("caliban-metric a=nan b=NaN c=inf d=-inf e=+Infinity", "a=NaN@ b=NaN@ c=Infinity@ d=-Infinity@ e=Infinity@")]
    [InlineData("caliban-metric a=.5 b=5. c=+1", "a=0.5@ b=5@ c=1@")]
    public void A_line_gives_its_values(string line, string expected)
    {
        var (metrics, mistake) = Parse(line);

        Assert.Null(mistake);
        Assert.Equal(expected, string.Join(' ', metrics.Select(metric => string.Create(CultureInfo.InvariantCulture, $"{metric.Name}={metric.Value}@{metric.Step}"))));
        Assert.All(metrics, metric => Assert.Equal(Now, metric.At));
    }

    [Theory]
    [InlineData("")]
    [InlineData("loss=0.5")]
    [InlineData("caliban-metrics loss=0.5")]
    [InlineData("caliban-metric: loss=0.5")]
    [InlineData("Caliban-Metric loss=0.5")]
    [InlineData("INFO caliban-metric loss=0.5")]
    public void Other_lines_are_no_metrics_and_no_mistakes(string line)
    {
        var (metrics, mistake) = Parse(line);

        Assert.Empty(metrics);
        Assert.Null(mistake);
    }

    [Theory]
    [InlineData("caliban-metric", "no value")]
    [InlineData("caliban-metric step=3", "no value")]
    [InlineData("caliban-metric loss", "no '='")]
    [InlineData("caliban-metric loss = 0.5", "no '='")]
    [InlineData("caliban-metric loss=0,5", "no number")]
    [InlineData("caliban-metric loss=1_000", "no number")]
    [InlineData("caliban-metric loss=0x10", "no number")]
    [InlineData("caliban-metric loss=1e999", "no number")]
    [InlineData("caliban-metric loss=", "no number")]
    [InlineData("caliban-metric loss=∞", "no number")]
    [InlineData("caliban-metric loss=0.5 step=1.5", "whole number")]
    [InlineData("caliban-metric loss=0.5 step=1 step=2", "whole number")]
    [InlineData("caliban-metric loss=0.5 step=99999999999999999999", "whole number")]
    [InlineData("caliban-metric =0.5", "characters")]
    [InlineData("caliban-metric größe=0.5", "characters")]
    [InlineData("caliban-metric a=1 a=2", "twice")]
    [InlineData("caliban-metric a=1 b=x", "no number")]
    public void A_malformed_line_gives_nothing_and_says_why(string line, string words)
    {
        var (metrics, mistake) = Parse(line);

        Assert.Empty(metrics);
        Assert.Contains(words, mistake);
    }

    [Fact]
    public void A_name_has_at_most_200_characters()
    {
        Assert.Single(Parse($"caliban-metric {new string('a', 200)}=1").Metrics);
        Assert.Empty(Parse($"caliban-metric {new string('a', 201)}=1").Metrics);
    }

    [Fact]
    public void Every_number_comes_back_as_it_was_printed() => Prop.ForAll(
        ArbMap.Default.ArbFor<double>(),
        value => Assert.Equal(value, Assert.Single(Parse(string.Create(CultureInfo.InvariantCulture, $"caliban-metric x={value:R}")).Metrics).Value))
        .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0.1234, "0.1234")]
    [InlineData(0.123456, "0.1235")]
    [InlineData(0.000012, "1.2e-05")]
    [InlineData(1e-300, "1e-300")]
    [InlineData(0, "0")]
    [InlineData(-2.5, "-2.5")]
    [InlineData(99.987, "99.99")]
    [InlineData(60000, "60000")]
    [InlineData(1234567, "1234567")]
    [InlineData(123456789, "1.234568e+08")]
    [InlineData(double.NaN, "nan")]
    [InlineData(double.PositiveInfinity, "inf")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void Values_are_short_in_tables(double value, string text) => Assert.Equal(text, MetricNumber.Format(value));

    private static (List<JobMetric> Metrics, string? Mistake) Parse(string line)
    {
        var metrics = new List<JobMetric>();
        Assert.Equal(MetricLine.TryParse(line, Now, metrics, out var mistake), metrics.Count > 0);
        return (metrics, mistake);
    }
}
