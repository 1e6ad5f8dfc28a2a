using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Jobs.Scheduling;

namespace Caliban.Core.Tests.Jobs.Scheduling;

public sealed class RetryPolicyTests
{
    private static readonly SweepPlan Plan = Plans.Create(1) with { Retries = 5, RetryDelay = TimeSpan.FromSeconds(10) };

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 20)]
    [InlineData(3, 40)]
    public void The_time_between_attempts_doubles(int attempts, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Delay(Plan, JobState.Failed, 1, attempts));

    [Fact]
    public void The_time_between_attempts_has_an_end() =>
        Assert.Equal(TimeSpan.FromMinutes(10), Delay(Plan with { Retries = 50 }, JobState.Failed, 1, attempts: 40));

    [Theory]
    [InlineData(0.0, 9)]
    [InlineData(1.0, 11)]
    public void Jobs_that_failed_together_are_not_tried_again_together(double random, double seconds) => Assert.Equal(
        TimeSpan.FromSeconds(seconds), new RetryPolicy(Plan, () => random).DelayAfter(Result(JobState.Failed, 1, 1)));

    [Fact]
    public void There_are_as_many_attempts_as_asked_for()
    {
        Assert.NotNull(Delay(Plan, JobState.Failed, 1, attempts: 5));
        Assert.Null(Delay(Plan, JobState.Failed, 1, attempts: 6));
        Assert.Null(Delay(Plan with { Retries = 0 }, JobState.Failed, 1));
    }

    [Theory]
    [InlineData(137, true)]
    [InlineData(75, true)]
    [InlineData(1, false)]
    [InlineData(null, false)]
    public void Only_the_listed_exit_codes_are_tried_again(int? exitCode, bool expected) =>
        Assert.Equal(expected, Delay(Plan with { RetryExitCodes = [137, 75] }, JobState.Failed, exitCode) is not null);

    [Fact]
    public void Without_a_list_a_job_that_took_too_long_is_tried_again() => Assert.NotNull(Delay(Plan, JobState.Failed, exitCode: null));

    [Theory]
    [InlineData(JobState.Succeeded)]
    [InlineData(JobState.Stopped)]
    [InlineData(JobState.Lost)]
    public void Only_failed_jobs_are_tried_again(JobState state) => Assert.Null(Delay(Plan, state, exitCode: null));

    private static TimeSpan? Delay(SweepPlan plan, JobState state, int? exitCode, int attempts = 1) =>
        new RetryPolicy(plan, () => 0.5).DelayAfter(Result(state, exitCode, attempts));

    private static JobResult Result(JobState state, int? exitCode, int attempts) =>
        Plan.Jobs[0].Result(state, exitCode) with { Attempts = attempts };
}
