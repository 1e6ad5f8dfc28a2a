using System.Text.Json.Serialization;

namespace Caliban.Core.Hardware.Tables;

/// <summary><c>vertex-machines.json</c> as it is written: GPUs stand with the machines that carry them, TPUs with their slices.</summary>
internal sealed record MachineTableFile(
    string Date,
    string Source,
    IReadOnlyList<MachineTableFile.Accelerator> Gpus,
    IReadOnlyList<MachineTableFile.Accelerator> Tpus,
    IReadOnlyList<MachineTableFile.Machine> Machines,
    BootDiskRules BootDisk)
{
    internal sealed record Accelerator(
        string Name,
        [property: JsonPropertyName("accelerator")] string? ApiName,
        IReadOnlyList<string>? Aliases,
        bool FlexStart,
        ReservationNeed Reservation,
        EndOfSupport? Ended,
        int PodStep,
        IReadOnlyList<AcceleratorConfiguration>? Slices);

    internal sealed record Machine(string Name, bool NeedsAccelerator, IReadOnlyDictionary<string, IReadOnlyList<int>>? Gpus);
}
