using Caliban.Core.History;

namespace Caliban.Core.Jobs.Scheduling;

/// <summary>Whether and when a failed job is tried again.</summary>
/// <param name="random">Between 0 and 1; spreads retries of jobs that failed together.</param>
internal sealed class RetryPolicy(SweepPlan plan, Func<double>? random = null)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

#pragma warning disable CA5394 // spreading retries is no matter of security
    private readonly Func<double> _random = random ?? Random.Shared.NextDouble;
#pragma warning restore CA5394

    /// <summary>The time to wait before the next attempt; null when there is none. A lost job may still run and is never tried again.</summary>
    public TimeSpan? DelayAfter(JobResult result)
    {
        var isRetried = result.State == JobState.Failed
            && result.Attempts <= plan.Retries
            && (plan.RetryExitCodes.Count == 0 || (result.ExitCode is { } code && plan.RetryExitCodes.Contains(code)));
        if (!isRetried)
        {
            return null;
        }

        var delay = plan.RetryDelay * Math.Pow(2, Math.Min(result.Attempts - 1, 20));
        return (delay < Longest ? delay : Longest) * (0.9 + (0.2 * _random()));
    }
}
