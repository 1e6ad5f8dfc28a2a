using Caliban.Core.GoogleCloud.Logging;

namespace Caliban.Core.Cloud;

/// <summary>How Vertex AI is asked about jobs.</summary>
public sealed record VertexBackendOptions
{
    /// <summary>How long a job that may be on its way is waited for before it is said that it never arrived.</summary>
    public TimeSpan SettleTime { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a job that is followed is looked at.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many jobs are stopped at once.</summary>
    public int Concurrency { get; init; } = 16;

    public LoggingClientOptions Logging { get; init; } = new();
}
