using Caliban.Core.Hardware.Tables;

namespace Caliban.Core.Hardware.Candidates;

/// <summary>
/// What is asked for with <c>CalibanForce</c>: what the project says, and for what it leaves open the nearest thing in the
/// tables, which are then thought to be behind.
/// </summary>
internal static class ForcedAccelerators
{
    public static HardwareChoice Choose(HardwareRequest request, AcceleratorSpec spec, string topology)
    {
        var nearest = Nearest(spec);
        return new HardwareChoice
        {
            Spec = spec.ToString(),
            Kind = spec.Type.Kind,
            MachineType = request.Machine ?? nearest?.Machine ?? (spec.Type.Kind == AcceleratorKind.Tpu ? "cloud-tpu" : HardwareDefaults.GpuMachine),
            AcceleratorType = ApiText(spec.Type, topology),
            AcceleratorCount = spec.Count,
            TpuTopology = topology.Length > 0 ? topology : nearest?.Count == spec.Count ? nearest.Topology : "",
            Region = request.Region,
        };
    }

    /// <summary>The fewest accelerators that are at least as many, or else the most there are; null for a type without a row.</summary>
    private static AcceleratorConfiguration? Nearest(AcceleratorSpec spec)
    {
        if (spec.Type.With(spec.Count) is { Count: > 0 } exact)
        {
            return DefaultMachine.Of(exact);
        }

        var counts = spec.Type.Configurations.Select(one => one.Count).Distinct().Order().ToList();
        return counts.Count == 0 ? null : DefaultMachine.Of(spec.Type.With(counts.Find(count => count >= spec.Count) is > 0 and var more ? more : counts[^1]));
    }

    /// <summary>A type of no table is written as the API writes the others; new TPUs have no text there, but a topology.</summary>
    private static string ApiText(AcceleratorType type, string topology)
    {
        var prefix = type.Kind == AcceleratorKind.Gpu ? "NVIDIA_" : "TPU_";
        return type.Accelerator.Length > 0 || type.Configurations.Count > 0 ? type.Accelerator
            : type.Kind == AcceleratorKind.Tpu && topology.Length > 0 ? ""
            : type.Name.StartsWith(prefix, StringComparison.Ordinal) ? type.Name
            : prefix + type.Name;
    }
}
