using Caliban.Core.Processes;

namespace Caliban.Core.History;

/// <summary>A step of a job. What is null stays as it is.</summary>
/// <param name="At">When; it becomes the time of submission, start or end that goes with the state, if that has none yet.</param>
public sealed record JobChange(JobState State, DateTimeOffset At)
{
    public int? ExitCode { get; init; }

    public ProcessIdentity? Process { get; init; }

    /// <summary>When it started, if that is known better than by <see cref="At"/>.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Its name at a backend that is not this machine.</summary>
    public string? Resource { get; init; }

    public string? Link { get; init; }

    public string? Detail { get; init; }
}
