namespace Caliban.Emulator.Quotas;

/// <summary>Calls that are answered in a minute, for each project and region.</summary>
/// <seealso href="https://docs.cloud.google.com/vertex-ai/docs/quotas"/>
public sealed record RateLimits
{
    /// <summary>Jobs created or deleted.</summary>
    public int SubmissionsPerMinute { get; init; } = 60;

    /// <summary>Jobs read, listed or cancelled.</summary>
    public int ReadsPerMinute { get; init; } = 600;

    /// <summary>Requests for log entries; for each project.</summary>
    public int LogReadsPerMinute { get; init; } = 60;

    /// <summary>
    /// False: a bucket that holds a minute's calls and fills steadily. True: no sixty seconds may hold more calls than the
    /// limit, which is stricter after a pause.
    /// </summary>
    public bool SlidingMinute { get; init; }

    /// <summary>Whether a refusal says when to come again. Google's do not always.</summary>
    public bool TellsDelay { get; init; } = true;
}
