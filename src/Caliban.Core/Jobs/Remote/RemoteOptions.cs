namespace Caliban.Core.Jobs.Remote;

/// <summary>How remote jobs are submitted and watched.</summary>
public sealed record RemoteOptions
{
    /// <summary>Whether the jobs are watched until they have ended.</summary>
    public bool Wait { get; init; } = true;

    /// <summary>How often the backend is asked how the jobs stand.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many warnings, links and hints are shown job by job; of more jobs only the links.</summary>
    public int DetailedJobs { get; init; } = 50;
}
