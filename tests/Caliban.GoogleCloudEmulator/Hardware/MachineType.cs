namespace Caliban.Emulator.Hardware;

/// <summary>A row of the table of machines.</summary>
/// <param name="Cpus">Virtual processors.</param>
/// <param name="RequiresAccelerator">Whether there is none without.</param>
/// <param name="Accelerators">The counts of each accelerator that it takes.</param>
/// <param name="Topologies">Of TPUs: the number of virtual machines of each.</param>
public sealed record MachineType(
    int Cpus, bool RequiresAccelerator, IReadOnlyDictionary<string, int[]>? Accelerators, IReadOnlyDictionary<string, int>? Topologies);
