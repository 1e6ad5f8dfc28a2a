using System.Text;
using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Jobs.Metrics;
using Caliban.Testing;

namespace Caliban.Core.Tests.Jobs.Metrics;

public sealed class MetricsCollectorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => Path.Combine(_folder.Path, "metrics.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Printed_values_come_in_their_order_with_the_time_of_the_clock()
    {
        var time = new FakeTime();
        var collector = new MetricsCollector("1", "", 100, time);
        collector.Add("caliban-metric loss=2 step=1");
        time.Advance(TimeSpan.FromSeconds(7));
        collector.Add("nothing");
        collector.Add("caliban-metric loss=1 acc=0.5 step=2");

        Assert.Equal(
            [("loss", 2.0, 1, 5), ("loss", 1.0, 2, 12), ("acc", 0.5, 2, 12)],
            collector.Drain().Select(metric => (metric.Name, metric.Value, (int)metric.Step!, metric.At.Second)));
        Assert.Empty(collector.Drain());
        Assert.Empty(collector.Warnings);
    }

    [Fact]
    public void A_file_that_grows_is_read_line_by_line()
    {
        var collector = Create();
        Assert.Empty(collector.Drain());
        Append("\uFEFF{\"loss\": 1}\r\n{\"loss\": 2}\n{\"lo");
        Assert.Equal([1, 2], Values(collector));
        Append("ss\": 3}\n\n{\"loss\": 4}");
        Assert.Equal([3], Values(collector));
        collector.End();
        Assert.Equal([4], Values(collector));
        Assert.Empty(Values(collector));
        Assert.Empty(collector.Warnings);
    }

    [Fact]
    public void A_file_that_is_written_anew_is_read_anew()
    {
        var collector = Create();
        Append("{\"loss\": 1}\n{\"loss\": 2}\n{\"loss");
        Assert.Equal([1, 2], Values(collector));
        File.WriteAllText(FilePath, "{\"loss\": 9}\n");
        Assert.Equal([9], Values(collector));
        Assert.Empty(collector.Warnings);
    }

    [Fact]
    public void Malformed_lines_are_counted_and_reported_once_with_the_first_of_them()
    {
        var collector = Create("3 lr=1");
        Append("garbage \u001b[31m\u0000\n{\"loss\": 1}\n{\"loss\": }\n");
        collector.Add("caliban-metric loss=x");
        Assert.Equal([1], Values(collector));
        var warning = Assert.Single(collector.Warnings);

        Assert.Equal(ReportDiagnostics.MetricsMalformed, warning.Descriptor);
        Assert.Contains("Job 3 lr=1 reported 3 lines of metrics that were not understood and are left out; the first was 'caliban-metric loss=x': a value is no number", warning.Message);
    }

    [Fact]
    public void A_line_of_the_file_that_is_too_long_is_left_out_and_the_next_is_read()
    {
        var collector = Create();
        Append($"{{\"loss\": 1, \"x\": \"{new string('a', 3_000_000)}\"}}\n{{\"loss\": 2}}\n");
        Assert.Equal([2], Values(collector));
        Assert.Contains("longer than 1048576 bytes", Assert.Single(collector.Warnings).Message);
    }

    [Fact]
    public void A_folder_in_the_place_of_the_file_is_a_warning()
    {
        Directory.CreateDirectory(FilePath);
        var collector = Create();

        Assert.Empty(collector.Drain());
        Assert.Empty(collector.Drain());
        Assert.Equal(ReportDiagnostics.MetricsUnreadable, Assert.Single(collector.Warnings).Descriptor);
    }

    [UnixFact]
    public void A_link_in_the_place_of_the_file_is_not_followed()
    {
        var secret = _folder.Write("secret", "{\"password\": 1234}\n");
        File.CreateSymbolicLink(FilePath, secret);
        var collector = Create();

        Assert.Empty(collector.Drain());
        var warning = Assert.Single(collector.Warnings);
        Assert.Contains("it is a link", warning.Message);
        Assert.DoesNotContain("1234", warning.Message);
    }

    [Fact]
    public async Task Ten_million_values_of_a_file_are_handed_out_in_batches_that_stay_small()
    {
        const int Lines = 1_000_000;
        await using (var writer = new StreamWriter(FilePath))
        {
            for (var step = 0; step < Lines; step++)
            {
                await writer.WriteAsync("{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5,\"f\":6,\"g\":7,\"h\":8,\"i\":9,\"j\":10}\n");
            }
        }

        var collector = Create();
        collector.End();
        long count = 0;
        await collector.StoreAsync(
            (batch, _) =>
            {
                Assert.InRange(batch.Count, 1, MetricsCollector.BatchSize);
                count += batch.Count;
                return Task.CompletedTask;
            },
            CancellationToken.None);

        Assert.Equal(10L * Lines, count);
        Assert.Equal(10L * Lines, collector.Reported.Reported);
        Assert.InRange(collector.Reported.Count, 50, 120);
        Assert.Empty(collector.Warnings);
    }

    [Fact]
    public void Printed_values_that_nobody_stores_are_dropped_at_a_limit_and_counted()
    {
        var collector = new MetricsCollector("1", "", 100);
        for (var step = 0; step < MetricsCollector.WaitingLimit + 7; step++)
        {
            collector.Add("caliban-metric loss=1");
        }

        long count = 0;
        while (collector.Drain() is { Count: > 0 } batch)
        {
            Assert.InRange(batch.Count, 1, MetricsCollector.BatchSize);
            count += batch.Count;
        }

        Assert.Equal(MetricsCollector.WaitingLimit, count);
        Assert.Contains("7 values are left out", Assert.Single(collector.Warnings).Message);
    }

    [Fact]
    public void A_job_has_at_most_a_thousand_names()
    {
        var collector = new MetricsCollector("1", "", 100);
        for (var name = 0; name <= MetricsCollector.NameLimit; name++)
        {
            collector.Add($"caliban-metric m{name}=1");
        }

        Assert.Equal(MetricsCollector.NameLimit, collector.Drain().Count);
        Assert.Contains("'caliban-metric m1000=1': it is one more name than 1000", Assert.Single(collector.Warnings).Message);
    }

    [Fact]
    public void What_a_result_keeps_holds_all_of_few_values()
    {
        var reported = Print(100, 50);

        Assert.Equal(50, reported.Reported);
        Assert.Equal(Enumerable.Range(0, 50).Select(step => (long?)step), reported.Select(metric => metric.Step));
    }

    [Fact]
    public void What_a_result_keeps_of_many_values_holds_the_first_the_last_and_even_steps_between()
    {
        var reported = Print(100, 1001);
        var steps = reported.Select(metric => metric.Step!.Value).ToList();

        Assert.Equal(1001, reported.Reported);
        Assert.InRange(reported.Count, 50, 101);
        Assert.Equal((0, 1000), (steps[0], steps[^1]));
        Assert.All(steps.Zip(steps.Skip(1)).SkipLast(1), pair => Assert.Equal(16, pair.Second - pair.First));
    }

    [Fact]
    public void The_last_values_are_those_that_came_last()
    {
        var at = DateTimeOffset.UnixEpoch;
        JobMetric[] metrics = [new("b", 1, 5, at), new("a", 2, 1, at), new("b", 3, 2, at)];

        Assert.Equal([("b", 3.0), ("a", 2.0)], ReportedMetrics.Last(metrics).Select(metric => (metric.Name, metric.Value)));
    }

    [Theory]
    [InlineData(0, 10_000)]
    [InlineData(1, 10_000)]
    [InlineData(1000, 500)]
    [InlineData(1_000_000, 20)]
    public void The_more_jobs_the_fewer_values_each_keeps(int jobs, int kept) => Assert.Equal(kept, MetricsCollector.KeptOf(jobs));

    private static ReportedMetrics Print(int kept, int values)
    {
        var collector = new MetricsCollector("1", "", kept);
        for (var step = 0; step < values; step++)
        {
            collector.Add($"caliban-metric loss=1 step={step}");
        }

        while (collector.Drain().Count > 0)
        {
        }

        return collector.Reported;
    }

    private MetricsCollector Create(string title = "1") => new(title, FilePath, 100);

    private void Append(string text) => File.AppendAllText(FilePath, text, new UTF8Encoding(false));

    private static List<double> Values(MetricsCollector collector)
    {
        var values = new List<double>();
        while (collector.Drain() is { Count: > 0 } batch)
        {
            values.AddRange(batch.Select(metric => metric.Value));
        }

        return values;
    }
}
