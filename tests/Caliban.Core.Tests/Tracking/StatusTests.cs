using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Tracking;
using static Caliban.Core.Tests.Tracking.RecordedJobs;

namespace Caliban.Core.Tests.Tracking;

public sealed class StatusTests
{
    private readonly TrackingTrial _trial = new();

    [Fact]
    public async Task The_newest_jobs_are_shown_by_groups_the_newest_group_last()
    {
        await FillAsync();
        _trial.Notes.Add("docker does not answer, so its jobs are shown as they last stood");

        var report = await ReadAsync(Request(TrackingVerb.Status));

        Golden.Check("Tracking", "status.txt", Text(report));
    }

    [Fact]
    public async Task A_group_is_shown_with_the_newest_jobs_of_each_experiment()
    {
        await FillAsync();

        var report = await ReadAsync(Request(TrackingVerb.Status, "rates") with { MaxJobs = 2 });

        Golden.Check("Tracking", "status-group.txt", Text(report));
    }

    [Theory]
    [InlineData("", null, 8)]
    [InlineData("", 3, 3)]
    [InlineData("", 0, 30)]
    [InlineData("rates", null, 10)]
    [InlineData("rates", 2, 20)]
    [InlineData("rates", 0, 30)]
    public async Task So_many_jobs_are_shown(string group, int? maximum, int expected)
    {
        _trial.History.Add([.. Enumerable.Range(1, 30).Select(id => Job(id, JobState.Succeeded, id % 10))]);

        var report = await ReadAsync(Request(TrackingVerb.Status, group) with { MaxJobs = maximum });

        Assert.Equal(expected, report.Jobs.Count());
        Assert.Contains(report.Jobs, job => job.Id == 30);
    }

    [Theory]
    [InlineData("", "1")]
    [InlineData("bob", "2")]
    [InlineData("*", "1 2")]
    public async Task Jobs_of_other_people_are_shown_when_they_are_asked_for(string user, string expected)
    {
        _trial.History.Add(Job(1, JobState.Succeeded, 1), Job(2, JobState.Succeeded, 2, user: "bob"));

        var report = await ReadAsync(Request(TrackingVerb.Status) with { User = user });

        Assert.Equal(expected, string.Join(' ', report.Jobs.Select(job => job.Id)));
    }

    [Fact]
    public async Task Without_jobs_that_is_said()
    {
        var report = await ReadAsync(Request(TrackingVerb.Status));

        Assert.Equal("there are no jobs of ada in the history /home/ada/.caliban/caliban.db.\n", Text(report));
    }

    [Fact]
    public async Task An_unknown_group_names_those_of_similar_names()
    {
        _trial.History.Add(Job(1, JobState.Succeeded, 1), Job(2, JobState.Succeeded, 2, "other"), Job(3, JobState.Succeeded, 3, "hers", "eve"));

        var exception = await Assert.ThrowsAsync<DiagnosticException>(() => ReadAsync(Request(TrackingVerb.Status, "rate")));

        Assert.Equal("CAL7030", exception.Diagnostics[0].Descriptor.Code);
        Assert.Contains("no group 'rate' of user 'ada'. There is 'rates'. ", exception.Message);
    }

    [Fact]
    public async Task Unknown_numbers_are_named_each()
    {
        _trial.History.Add(Job(1, JobState.Succeeded, 1));

        var exception = await Assert.ThrowsAsync<DiagnosticException>(() => ReadAsync(Request(TrackingVerb.Status, "", 1, 7, 8)));

        Assert.Equal(["CAL7042", "CAL7042"], exception.Diagnostics.Select(diagnostic => diagnostic.Descriptor.Code));
        Assert.Contains("job 7", exception.Diagnostics[0].Message);
    }

    [Fact]
    public async Task States_are_painted_and_columns_stay_where_they_are()
    {
        _trial.History.Add(Job(1, JobState.Succeeded, 1), Job(2, JobState.Failed, 2));
        var report = await ReadAsync(Request(TrackingVerb.Status));

        var painted = StatusTable.Lines(report, _trial.Time, (state, text) => $"<{state}>{text}</>").ToList();

        Assert.Contains(painted, line => line.Contains("<Failed>failed (3)</>  docker", StringComparison.Ordinal));
        Assert.Equal(
            StatusTable.Lines(report, _trial.Time),
            painted.Select(line => System.Text.RegularExpressions.Regex.Replace(line, "<.*?>", "")));
    }

    [Fact]
    public async Task Control_characters_of_arguments_and_metrics_do_not_reach_the_screen()
    {
        _trial.History.Add(Job(1, JobState.Failed, 1) with { Arguments = ["\u001b[2Jx"], Detail = "a\rb" });
        await _trial.History.AddMetricsAsync(1, [new JobMetric("\u001b[31mloss", 1, null, Start)], CancellationToken.None);

        Assert.DoesNotMatch(@"[\x00-\x09\x0b-\x1f]", Text(await ReadAsync(Request(TrackingVerb.Status))));
    }

    private async Task FillAsync()
    {
        _trial.History.Add(
            Job(1, JobState.Failed, 1),
            Job(2, JobState.Succeeded, 2),
            Job(3, JobState.Succeeded, 1),
            Job(4, JobState.Lost, 3, "other") with { Detail = "docker does not know it any more", ImageReference = "" },
            Job(5, JobState.Stopped, 4, "other") with { StartedAt = null },
            Job(100, JobState.Running, 5) with { Backend = "process", ImageReference = "", ImageDigest = "", Link = "https://example.com/jobs/100" },
            Job(101, JobState.Planned, 6) with { Arguments = [], Label = "" });
        await _trial.History.AddMetricsAsync(
            100, [new JobMetric("accuracy", 0.875, null, Start), new JobMetric("loss", 0.125, 40, Start)], CancellationToken.None);
    }

    private Task<StatusReport> ReadAsync(TrackingRequest request) => new StatusReader(_trial.Tracker(), request).ReadAsync(CancellationToken.None);

    private string Text(StatusReport report) => string.Concat(StatusTable.Lines(report, _trial.Time).Select(line => $"{line}\n"));
}
