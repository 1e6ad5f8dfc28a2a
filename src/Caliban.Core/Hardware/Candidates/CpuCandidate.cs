using Caliban.Core.Diagnostics;
using Caliban.Core.Hardware.Tables;

namespace Caliban.Core.Hardware.Candidates;

/// <summary>A machine without accelerators.</summary>
internal static class CpuCandidate
{
    public static Candidate Of(HardwareRequest request)
    {
        var choice = new HardwareChoice { MachineType = request.Machine ?? HardwareDefaults.CpuMachine, Region = request.Region };
        return Candidate.Of(choice.MachineType, choice, [.. Mistakes(request, choice)]);
    }

    private static IEnumerable<Diagnostic> Mistakes(HardwareRequest request, HardwareChoice choice)
    {
        if (request.Declared.Force)
        {
            yield break;
        }

        if (HardwareTables.Machines.NeededSpecs(choice.MachineType) is { Count: > 0 } specs)
        {
            yield return Diagnostic.Create(
                HardwareDiagnostics.MachineNeedsAccelerator,
                request.Locate("CalibanMachineType"),
                choice.MachineType,
                HardwareTables.Machines.Find(AcceleratorKind.Gpu, specs[0].Split('x', 2)[1]) is null ? "TpuSpec" : "GpuSpec",
                ChoiceList.InOrder(specs));
        }

        if (request.Declared.Strategy == ProvisioningStrategy.FlexStart)
        {
            yield return StrategyRules.FlexStartRefused(request, item: null, "a machine without GPUs");
        }
    }
}
