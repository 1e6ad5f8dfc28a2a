namespace Caliban.Core.History;

/// <summary>Which jobs are asked for. What is null or empty restricts nothing.</summary>
public sealed record JobQuery
{
    public IReadOnlyList<long> Ids { get; init; } = [];

    public string? User { get; init; }

    public string? Group { get; init; }

    public string? Host { get; init; }

    /// <summary>Whether jobs that run elsewhere are asked for, too, whatever <see cref="Host"/> submitted them.</summary>
    public bool AndRemote { get; init; }

    public IReadOnlyList<JobState> States { get; init; } = [];

    /// <summary>Only the newest so many of all that are left by everything else; null for all.</summary>
    public int? Newest { get; init; }

    /// <summary>Only the newest so many of each experiment, among those that match everything else; null for all.</summary>
    public int? NewestOfEachExperiment { get; init; }

    /// <summary>Only jobs that are claimed by, or where nobody has claimed them were planned by, a run that has ended.</summary>
    public bool OfEndedRuns { get; init; }
}
