namespace Caliban.Core.Hardware.Tables;

/// <summary>What disks the machines of a job can boot from.</summary>
/// <param name="SmallestGb">In the gigabytes of the API, like <paramref name="LargestGb"/>.</param>
/// <param name="HyperdiskOnly">Machines that take no persistent disk.</param>
public sealed record BootDiskRules(IReadOnlyList<string> Types, int SmallestGb, int LargestGb, IReadOnlyList<string> HyperdiskOnly);
