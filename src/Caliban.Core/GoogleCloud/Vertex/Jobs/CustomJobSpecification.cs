using Caliban.Core.Hardware;

namespace Caliban.Core.GoogleCloud.Vertex.Jobs;

/// <summary>One job of Vertex AI, with the values as the program in it is to see them.</summary>
/// <seealso href="https://docs.cloud.google.com/gemini-enterprise-agent-platform/reference/rest/v1/projects.locations.customJobs"/>
public sealed record CustomJobSpecification
{
    /// <summary>What people see; at most <see cref="CustomJobRules.LongestDisplayName"/> characters.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The image, with its registry, by tag or digest.</summary>
#pragma warning disable CA1056 // the API's name for what is no URI: the reference of an image has no scheme
    public required string ImageUri { get; init; }
#pragma warning restore CA1056

    /// <summary>Replaces the entry point of the image; empty leaves it.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>What follows the command, in order; empty leaves the image's own.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Variables in order, at most <see cref="CustomJobRules.MostVariables"/>. Values stand in the request and are seen by whoever may look at the job.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    public required HardwareChoice Hardware { get; init; }

    /// <summary>How many machines work on the job: one that leads, and a pool with the others.</summary>
    public int Replicas { get; init; } = 1;

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary><c>CalibanServiceAccount</c>, the address of the account that the program acts as; empty for that of the service.</summary>
    public string ServiceAccount { get; init; } = "";

    /// <summary><c>CalibanNetwork</c>, <c>projects/NUMBER/global/networks/NAME</c>; empty for none.</summary>
    public string Network { get; init; } = "";

    /// <summary><c>CalibanBootDiskType</c>; empty for the default of the machine.</summary>
    public string BootDiskType { get; init; } = "";

    /// <summary><c>CalibanBootDiskSizeGb</c>; null for 100.</summary>
    public int? BootDiskSizeGb { get; init; }

    /// <summary>After what time a job is ended; null for the seven days of the service.</summary>
    public TimeSpan? Timeout { get; init; }

    public ProvisioningStrategy Strategy { get; init; }

    /// <summary><c>CalibanMaxWait</c>, with flex-start only: how long a job waits for machines; zero for ever, null for the day of the service.</summary>
    public TimeSpan? MaxWait { get; init; }

    /// <summary><c>CalibanBaseOutputDirectory</c>, <c>gs://BUCKET/FOLDER</c>: the service passes folders in it as <c>AIP_MODEL_DIR</c> and the like; empty for none.</summary>
    public string BaseOutputDirectory { get; init; } = "";

    /// <summary>Whether all of the job begins again when one machine had to be started again.</summary>
    public bool RestartOnWorkerRestart { get; init; }

    /// <summary><c>CalibanReservation</c>: <c>any</c>, or names <c>projects/PROJECT/zones/ZONE/reservations/NAME</c> separated by semicolons; empty for none.</summary>
    public string Reservation { get; init; } = "";

    /// <summary><c>CalibanEncryptionKey</c>, <c>projects/P/locations/REGION/keyRings/RING/cryptoKeys/KEY</c>; empty for Google's own keys.</summary>
    public string EncryptionKey { get; init; } = "";
}
