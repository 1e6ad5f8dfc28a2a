namespace Caliban.Core.GoogleCloud.Vertex;

/// <summary>How hard it is tried to submit a job.</summary>
public sealed record VertexSubmitterOptions
{
    /// <summary>How many jobs are on their way at once.</summary>
    public int Concurrency { get; init; } = 64;

    /// <summary>
    /// When to look for a job that may have been accepted, each counted from the look before: a list may show a new job late, and
    /// a request that was given up may still arrive.
    /// </summary>
    public IReadOnlyList<TimeSpan> Looks { get; init; } = [TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8)];

    /// <summary>The same for a job that an earlier process may have sent, which is some time ago.</summary>
    public IReadOnlyList<TimeSpan> LaterLooks { get; init; } = [TimeSpan.Zero, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)];

    /// <summary>How often a job is sent whose fate is unknown, each time after it was looked for.</summary>
    public int MostUncertain { get; init; } = 4;

    /// <summary>How often the connection may fail before anything of a job has left.</summary>
    public int MostUnsent { get; init; } = 8;

    /// <summary>How often one job may be refused for coming too soon.</summary>
    public int MostSlowed { get; init; } = 20;
}
