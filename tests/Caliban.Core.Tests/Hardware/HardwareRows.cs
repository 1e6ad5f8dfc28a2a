using Caliban.Core.Hardware;
using Caliban.Core.Hardware.Tables;

namespace Caliban.Core.Tests.Hardware;

/// <summary>The rows of the tables as cases.</summary>
public static class HardwareRows
{
    /// <summary>Every machine with every GPU and count that it carries, but for GPUs that are no more.</summary>
    public static TheoryData<string, string, int> Gpus => Cases(Rows(AcceleratorKind.Gpu));

    /// <summary>Counts that a machine lacks, each one beside a count that it has.</summary>
    public static TheoryData<string, string, int> BesideGpus => Cases(Beside(AcceleratorKind.Gpu));

    /// <summary>Every TPU slice.</summary>
    public static TheoryData<string, string, int> Tpus => Cases(Rows(AcceleratorKind.Tpu));

    public static TheoryData<string, string, int> BesideTpus => Cases(Beside(AcceleratorKind.Tpu));

    /// <summary>GPUs and TPUs that can be had.</summary>
    public static IEnumerable<AcceleratorType> Offered => HardwareTables.Machines.Accelerators.Where(type => type.Ended is null);

    /// <summary>A region that has it, and about which there is no doubt.</summary>
    public static string RegionOf(string type) => HardwareTables.Regions.Accelerators[type].Except(HardwareTables.Regions.WithoutCustomTraining).First();

    public static AcceleratorType Type(string name) => HardwareTables.Machines.Accelerators.Single(type => type.Name == name);

    private static IEnumerable<(string Machine, string Type, int Count)> Rows(AcceleratorKind kind) =>
        from type in Offered
        where type.Kind == kind
        from configuration in type.Configurations
        select (configuration.Machine, type.Name, configuration.Count);

    private static IEnumerable<(string Machine, string Type, int Count)> Beside(AcceleratorKind kind)
    {
        var rows = Rows(kind).ToHashSet();
        return rows
            .SelectMany(row => new[] { row with { Count = row.Count - 1 }, row with { Count = row.Count + 1 }, row with { Count = row.Count * 2 } })
            .Where(row => !rows.Contains(row) && !Type(row.Type).With(row.Count).Any(configuration => configuration.Machine == row.Machine))
            .Distinct();
    }

    private static TheoryData<string, string, int> Cases(IEnumerable<(string Machine, string Type, int Count)> rows)
    {
        var cases = new TheoryData<string, string, int>();
        foreach (var (machine, type, count) in rows)
        {
            cases.Add(machine, type, count);
        }

        return cases;
    }
}
