using Caliban.Core.Projects;

namespace Caliban.Core.Hardware;

/// <summary>What a project says about the machines of its jobs.</summary>
public sealed record DeclaredHardware
{
    /// <summary><c>GpuSpec</c> items: candidates in order of preference.</summary>
    public IReadOnlyList<DeclaredItem> GpuSpecs { get; init; } = [];

    /// <summary><c>TpuSpec</c> items, with the metadata <c>Topology</c>: candidates that follow the GPUs.</summary>
    public IReadOnlyList<DeclaredItem> TpuSpecs { get; init; } = [];

    /// <summary><c>CalibanMachineType</c>; empty for the default of the accelerators.</summary>
    public string MachineType { get; init; } = "";

    /// <summary><c>CalibanRegion</c>; empty for <see cref="HardwareDefaults.Region"/>.</summary>
    public string Region { get; init; } = "";

    /// <summary><c>CalibanUseGpu</c>, which is true by default when there are <see cref="GpuSpecs"/>: false beside one was said on purpose.</summary>
    public bool UseGpu { get; init; }

    /// <summary><c>CalibanForce</c>: nothing is checked against the tables.</summary>
    public bool Force { get; init; }

    public ProvisioningStrategy Strategy { get; init; }

    /// <summary><c>CalibanReplicas</c>: how many machines work on one job.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary><c>CalibanJobTimeout</c>; null for the seven days of the service.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary><c>CalibanReservation</c>; empty for none.</summary>
    public string Reservation { get; init; } = "";

    /// <summary>Properties by name as the project writes them, to find the place of a mistake: of those above that are no texts.</summary>
    public IReadOnlyDictionary<string, string> PropertyTexts { get; init; } = new Dictionary<string, string>();
}
