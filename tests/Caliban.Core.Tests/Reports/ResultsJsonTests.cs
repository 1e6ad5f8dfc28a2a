using System.Text;
using System.Text.Json;
using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Jobs.Metrics;
using Caliban.Core.Reports;
using Caliban.Core.Tests.Jobs;

namespace Caliban.Core.Tests.Reports;

public sealed class ResultsJsonTests
{
    [Fact]
    public async Task Results_hold_everything_a_program_wants_to_know() =>
        Golden.Check("Reports", "results.json", await WriteAsync(SampleReports.Everything()));

    [Fact]
    public async Task The_same_report_gives_the_same_bytes() =>
        Assert.Equal(await WriteAsync(SampleReports.Everything()), await WriteAsync(SampleReports.Everything()));

    [Fact]
    public async Task Arguments_and_labels_with_any_characters_come_back()
    {
        string[] arguments = ["a b", "\"", "é𝄞\n\t\u0001", "<>&", ""];
        var plan = Plans.Create(1) with { Jobs = [new PlannedJob(1, "x=\u001b\"", arguments)] };
        using var results = JsonDocument.Parse(await WriteAsync(SampleReports.Create(plan, [plan.Jobs[0].Result(JobState.Succeeded, 0)])));
        var job = results.RootElement.GetProperty("jobs")[0];

        Assert.Equal(arguments, job.GetProperty("arguments").EnumerateArray().Select(element => element.GetString()!));
        Assert.Equal("x=\u001b\"", job.GetProperty("label").GetString());
        Assert.Equal(JsonValueKind.Null, job.GetProperty("jobId").ValueKind);
    }

    [Fact]
    public async Task A_sample_of_metrics_says_how_many_there_were()
    {
        var plan = Plans.Create(1);
        var metrics = new ReportedMetrics([new JobMetric("loss", 1, 1, DateTimeOffset.UnixEpoch)], 5_000_000);
        using var results = JsonDocument.Parse(await WriteAsync(
            SampleReports.Create(plan, [plan.Jobs[0].Result(JobState.Succeeded, 0) with { Metrics = metrics }])));

        Assert.Equal(5_000_000, results.RootElement.GetProperty("jobs")[0].GetProperty("metrics").GetProperty("reported").GetInt64());
    }

    [Fact]
    public async Task A_hundred_thousand_jobs_are_written_one_after_the_other()
    {
        using var stream = new WatchedStream();
        var jobs = new GeneratedJobs(100_000, stream);
        await new ResultsJsonFile(SampleReports.Create(Plans.Create(1), jobs)).WriteAsync(stream, CancellationToken.None);

        Assert.InRange(jobs.LargestLag, 1, 1000);
        stream.Position = 0;
        using var results = await JsonDocument.ParseAsync(stream);
        Assert.Equal(100_000, results.RootElement.GetProperty("jobs").GetArrayLength());
        Assert.DoesNotContain('\n', Encoding.UTF8.GetString(stream.GetBuffer(), 0, 10_000));
    }

    private static async Task<string> WriteAsync(SweepReport report)
    {
        using var stream = new MemoryStream();
        await new ResultsJsonFile(report).WriteAsync(stream, CancellationToken.None);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
