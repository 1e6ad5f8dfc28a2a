namespace Caliban.Core.Hardware.Tables;

/// <summary>One way to have accelerators of a type.</summary>
/// <param name="Machine">The type of machine.</param>
/// <param name="Count">How many: GPUs of the machine; chips of a TPU slice, cores of TPU v2 and v3.</param>
/// <param name="Topology">How the chips of a TPU slice are wired; empty for what has none.</param>
/// <param name="Machines">Over how many machines they are spread. A slice of several is a TPU Pod.</param>
public sealed record AcceleratorConfiguration(string Machine, int Count, string Topology = "", int Machines = 1)
{
    public bool IsPod => Machines > 1;
}
