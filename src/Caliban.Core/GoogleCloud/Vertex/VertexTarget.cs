using Caliban.Core.GoogleCloud.Vertex.Jobs;
using Caliban.Core.Hardware;

namespace Caliban.Core.GoogleCloud.Vertex;

/// <summary>Where and on what the jobs of a sweep run at Vertex AI: all that a project says about it, checked.</summary>
public sealed record VertexTarget
{
    public required string ProjectId { get; init; }

    public required string Region { get; init; }

    /// <summary>The hardware, in order of preference; at least one.</summary>
    public required IReadOnlyList<HardwareChoice> Hardware { get; init; }

    /// <summary>What all jobs have in common; its name is followed by the number of each.</summary>
    public required CustomJobSpecification Template { get; init; }

    /// <summary>The <c>JobLabel</c> items as they are sent, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init; } = [];

    /// <summary>How many jobs are sent in a minute at most; 0 for no limit of our own, null for what the service usually takes and says.</summary>
    public int? SubmissionsPerMinute { get; init; }

    /// <summary>Whether the jobs are watched until they have ended.</summary>
    public bool Wait { get; init; } = true;

    /// <summary>How often is asked how they stand.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a job that an interrupted build may have sent is waited for.</summary>
    public TimeSpan SettleTime { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The file, or the name of files, that the requests are written to; empty for none.</summary>
    public string Export { get; init; } = "";

    public GoogleCloudSettings Google { get; init; } = new();

    /// <summary>As the service names it.</summary>
    public string Place => $"projects/{ProjectId}/locations/{Region}";
}
