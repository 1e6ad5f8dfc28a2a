using Caliban.Core.History;
using Caliban.Core.Jobs;

namespace Caliban.Core.Tests.Jobs;

public sealed class SweepTableTests
{
    private static readonly PlannedJob[] Jobs = [.. Plans.Create(6).Jobs];

    private static readonly SweepResult Mixed = new(
        [
            Jobs[0].Result(JobState.Succeeded, 0, 0.42),
            Jobs[1].Result(JobState.Failed, 3, 75),
            Jobs[2].Result(JobState.Failed, null, 7805),
            Jobs[3].Result(JobState.Stopped, null, 59.94),
            Jobs[4].Result(JobState.Lost),
            (Jobs[5] with { Label = "" }).Result(JobState.Planned),
            new PlannedJob(7, $"name={new string('x', 80)}", []).Result(JobState.Succeeded, 0, 3600),
        ],
        TimeSpan.FromSeconds(185),
        WasCanceled: true);

    [Fact]
    public void A_table_shows_every_state() => Golden.Check("Jobs", "mixed.txt", Text(Mixed));

    [Fact]
    public void The_table_of_a_long_sweep_shows_what_went_wrong_and_counts_the_rest()
    {
        var plan = Plans.Create(250);
        var result = new SweepResult(
            [.. plan.Jobs.Select(job => job.Index % 50 == 0 ? job.Result(JobState.Failed, 1) : job.Result(JobState.Succeeded, 0))],
            TimeSpan.FromSeconds(1),
            WasCanceled: false);

        Golden.Check("Jobs", "long.txt", Text(result));
        Assert.Equal(200, SweepTable.Shown(result).Count);
        Assert.Equal([50, 100, 150, 200, 250], SweepTable.Shown(result).Where(job => job.State == JobState.Failed).Select(job => job.Job.Index));
    }

    [Fact]
    public void Two_hundred_jobs_are_all_shown()
    {
        var result = new SweepResult([.. Plans.Create(200).Jobs.Select(job => job.Result(JobState.Succeeded, 0))], TimeSpan.Zero, WasCanceled: false);

        Assert.Equal(201, SweepTable.Lines(result).Count());
    }

    [Fact]
    public void The_headline_counts_every_state_there_is() => Assert.Equal(
        "2 of 7 experiments succeeded, 2 failed, 1 lost, 1 stopped, 1 not run (3 min 05 s)", Mixed.Headline);

    [Fact]
    public void The_headline_of_a_success_is_short() => Assert.Equal(
        "1 of 1 experiment succeeded (0.0 s)",
        new SweepResult([Jobs[0].Result(JobState.Succeeded, 0)], TimeSpan.Zero, WasCanceled: false).Headline);

    [Theory]
    [InlineData(0, "0.0 s")]
    [InlineData(0.44, "0.4 s")]
    [InlineData(59.9, "59.9 s")]
    [InlineData(59.99, "59.9 s")]
    [InlineData(60, "1 min 00 s")]
    [InlineData(3599.9, "59 min 59 s")]
    [InlineData(3600, "1 h 00 min")]
    [InlineData(90000, "25 h 00 min")]
    public void Durations_are_for_people(double seconds, string text) =>
        Assert.Equal(text, SweepResult.FormatDuration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(JobState.Succeeded, false, true)]
    [InlineData(JobState.Succeeded, true, false)]
    [InlineData(JobState.Failed, false, false)]
    [InlineData(JobState.Lost, false, false)]
    [InlineData(JobState.Planned, false, false)]
    public void A_sweep_succeeds_when_every_job_does_and_nobody_stopped_it(JobState state, bool canceled, bool succeeded) => Assert.Equal(
        succeeded, new SweepResult([Jobs[0].Result(state)], TimeSpan.Zero, canceled).Succeeded);

    private static string Text(SweepResult result) => string.Concat(SweepTable.Lines(result).Select(line => $"{line}\n"));
}
