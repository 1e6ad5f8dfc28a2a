using Caliban.Core.Diagnostics;
using Caliban.Core.History;

namespace Caliban.Core.Jobs;

/// <summary>How a job ended.</summary>
/// <param name="ExitCode">Null when the program did not end by itself.</param>
/// <param name="Duration">From its start to its end.</param>
/// <param name="LogPath">Absolute; empty when it was not started.</param>
/// <param name="Failure">What to tell the user when it did not succeed and was not merely left out.</param>
public sealed record JobResult(
    PlannedJob Job, JobState State, int? ExitCode, TimeSpan Duration, string LogPath, Diagnostic? Failure = null)
{
    /// <summary>The number of the job in the history; 0 when none was planned.</summary>
    public long JobId { get; init; }

    /// <summary>How many times it was tried, from 1.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>The result was there before: nothing was run.</summary>
    public bool WasUpToDate { get; init; }

    /// <summary>A page that shows it; empty for none.</summary>
    public string Link { get; init; } = "";

    /// <summary>Every value it reported.</summary>
    public IReadOnlyList<JobMetric> Metrics { get; init; } = [];
}
