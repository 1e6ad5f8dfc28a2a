using System.Globalization;
using System.Text;
using Caliban.Core.History;
using Caliban.Core.Jobs.Metrics;
using FsCheck;
using FsCheck.Fluent;

namespace Caliban.Core.Tests.Jobs.Metrics;

public sealed class MetricJsonTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData("""{"name": "loss", "value": 0.1, "step": 3}""", "loss=0.1@3")]
    [InlineData("""{"value": 1, "name": "loss", "other": 7}""", "loss=1@")]
    [InlineData("""{"step": 3, "loss": 0.1, "accuracy": 0.9}""", "loss=0.1@3 accuracy=0.9@3")]
    [InlineData("""{"_step": 4, "loss": 0.1, "_runtime": 2.5, "note": "text", "nested": {"x": 1}, "flag": true, "none": null}""", "loss=0.1@4 _runtime=2.5@4")]
    [InlineData("""{"loss": NaN, "a": Infinity, "b": -Infinity, "step": 1}""", "loss=NaN@1 a=Infinity@1 b=-Infinity@1")]
    [InlineData("""{"name": "loss", "value": "NaN"}""", "loss=NaN@")]
    [InlineData("""{"note": "NaN \" Infinity", "loss": 1}""", "loss=1@")]
    [InlineData("""{"loss": 1, "step": 3.0}""", "loss=1@3")]
    [InlineData("""{"loss": 1, "step": null, "time": null}""", "loss=1@")]
    public void Both_forms_give_their_values(string line, string expected)
    {
        var (metrics, mistake) = Parse(line);

        Assert.Null(mistake);
        Assert.Equal(expected, string.Join(' ', metrics.Select(metric => string.Create(CultureInfo.InvariantCulture, $"{metric.Name}={metric.Value}@{metric.Step}"))));
    }

    [Theory]
    [InlineData("{\"loss\": 1}", "2026-01-02T03:04:05.000Z")]
    [InlineData("{\"loss\": 1, \"time\": 1700000000.5}", "2023-11-14T22:13:20.500Z")]
    [InlineData("{\"loss\": 1, \"_timestamp\": 1700000000}", "2023-11-14T22:13:20.000Z")]
    [InlineData("{\"loss\": 1, \"time\": \"2026-07-01T12:00:00\"}", "2026-07-01T12:00:00.000Z")]
    [InlineData("{\"loss\": 1, \"time\": \"2026-07-01T12:00:00+02:00\"}", "2026-07-01T10:00:00.000Z")]
    public void A_time_is_seconds_or_ISO_and_otherwise_now(string line, string expected) => Assert.Equal(
        expected, Assert.Single(Parse(line).Metrics).At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("loss=1", "not valid JSON")]
    [InlineData("{\"loss\": 1", "not valid JSON")]
    [InlineData("{\"loss\": 1} {\"loss\": 2}", "not valid JSON")]
    [InlineData("[1]", "no JSON object")]
    [InlineData("{}", "no value")]
    [InlineData("{\"step\": 1}", "no value")]
    [InlineData("{\"loss\": 1, \"step\": 1.5}", "step")]
    [InlineData("{\"loss\": 1, \"step\": \"1\"}", "step")]
    [InlineData("{\"loss\": 1, \"time\": -5}", "time")]
    [InlineData("{\"loss\": 1, \"time\": 1e300}", "time")]
    [InlineData("{\"loss\": 1, \"time\": \"soon\"}", "time")]
    [InlineData("{\"name\": \"val loss\", \"value\": 1}", "characters")]
    [InlineData("{\"val loss\": 1}", "characters")]
    [InlineData("{\"name\": \"loss\", \"value\": \"1\"}", "no number")]
    [InlineData("{\"name\": \"loss\", \"value\": 1e999}", "no number")]
    [InlineData("{\"name\": \"\\ud834\", \"value\": 1}", "Unicode")]
    public void A_malformed_line_gives_nothing_and_says_why(string line, string words)
    {
        var (metrics, mistake) = Parse(line);

        Assert.Empty(metrics);
        Assert.Contains(words, mistake);
    }

    [Fact]
    public void Whatever_bytes_a_line_holds_there_are_values_or_a_mistake() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(),
        bytes =>
        {
            var metrics = new List<JobMetric>();
            Assert.Equal(MetricJson.TryParse(bytes, Now, metrics, out var mistake), mistake is null);
            Assert.Equal(mistake is null, metrics.Count > 0);
        }).QuickCheckThrowOnFailure();

    private static (List<JobMetric> Metrics, string? Mistake) Parse(string line)
    {
        var metrics = new List<JobMetric>();
        MetricJson.TryParse(Encoding.UTF8.GetBytes(line), Now, metrics, out var mistake);
        return (metrics, mistake);
    }
}
