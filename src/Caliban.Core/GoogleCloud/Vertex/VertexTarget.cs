using Caliban.Core.Hardware;

namespace Caliban.Core.GoogleCloud.Vertex;

/// <summary>Where and on what the jobs of a sweep run at Vertex AI: all that a project says about it, checked.</summary>
public sealed record VertexTarget
{
    public required string ProjectId { get; init; }

    public required string Region { get; init; }

    /// <summary>The hardware, in order of preference; at least one.</summary>
    public required IReadOnlyList<HardwareChoice> Hardware { get; init; }

    /// <summary>How the jobs are called: the number of each follows it.</summary>
    public required string Name { get; init; }

    /// <summary>The <c>JobLabel</c> items.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The account the jobs run as; empty for that of the project.</summary>
    public string ServiceAccount { get; init; } = "";

    /// <summary><c>projects/number/global/networks/name</c>, or empty.</summary>
    public string Network { get; init; } = "";

    /// <summary><c>pd-ssd</c>, <c>pd-standard</c>, <c>hyperdisk-balanced</c>; empty for what the machine has.</summary>
    public string BootDiskType { get; init; } = "";

    /// <summary>Gigabytes; null for what the machine has.</summary>
    public int? BootDiskSize { get; init; }

    public ProvisioningStrategy Strategy { get; init; }

    /// <summary>The longest a job waits for its hardware; null for the service's own limit.</summary>
    public TimeSpan? MaxWait { get; init; }

    /// <summary>How many machines each job has, from 1.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary><c>gs://bucket/folder</c>, or empty.</summary>
    public string BaseOutputDirectory { get; init; } = "";

    /// <summary>Whether a job is started anew when one of its machines is.</summary>
    public bool RestartOnWorkerRestart { get; init; }

    /// <summary>The full name of a reservation, or empty.</summary>
    public string Reservation { get; init; } = "";

    /// <summary>The full name of a key of Cloud KMS, or empty.</summary>
    public string EncryptionKey { get; init; } = "";

    /// <summary>0 for no limit of our own.</summary>
    public int SubmissionsPerMinute { get; init; } = 60;

    public GoogleCloudSettings Google { get; init; } = new();
}
