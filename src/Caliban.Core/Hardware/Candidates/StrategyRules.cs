using Caliban.Core.Diagnostics;
using Caliban.Core.Hardware.Tables;
using Caliban.Core.Projects;

namespace Caliban.Core.Hardware.Candidates;

/// <summary>Which accelerators can be had in which way.</summary>
/// <seealso href="https://docs.cloud.google.com/gemini-enterprise-agent-platform/machine-learning/training/schedule-jobs-dws"/>
/// <seealso href="https://docs.cloud.google.com/gemini-enterprise-agent-platform/machine-learning/training/use-spot-vms"/>
internal static class StrategyRules
{
    public static IEnumerable<Diagnostic> Check(HardwareRequest request, DeclaredItem? item, AcceleratorSpec spec, AcceleratorConfiguration configuration)
    {
        var declared = request.Declared;
        if (declared.Strategy == ProvisioningStrategy.FlexStart && !spec.Type.FlexStart)
        {
            yield return FlexStartRefused(request, item, $"'{spec}'");
        }

        if (declared.Strategy == ProvisioningStrategy.Spot && configuration.IsPod)
        {
            yield return Diagnostic.Create(
                HardwareDiagnostics.SpotPod,
                request.Place(item, ProvisioningStrategies.Property),
                spec,
                configuration.Machines,
                ChoiceList.Counts(spec.Type.Configurations.Where(one => !one.IsPod).Select(one => one.Count), step: 0));
        }

        if (spec.Type.Kind == AcceleratorKind.Tpu && declared.Replicas > 1)
        {
            yield return Diagnostic.Create(HardwareDiagnostics.TpuReplicas, request.Place(item, "CalibanReplicas"), spec, declared.Replicas);
        }

        if (spec.Type.Reservation == ReservationNeed.Required && declared.Reservation.Trim().Length == 0)
        {
            yield return Diagnostic.Create(HardwareDiagnostics.ReservationNeeded, request.Place(item, "CalibanReservation"), spec.Type.Name);
        }
    }

    public static Diagnostic FlexStartRefused(HardwareRequest request, DeclaredItem? item, string hardware) => Diagnostic.Create(
        HardwareDiagnostics.FlexStartRefused,
        request.Place(item, ProvisioningStrategies.Property),
        hardware,
        ChoiceList.Sorted(HardwareTables.Machines.Accelerators.Where(type => type.FlexStart).Select(type => type.Name)));

    /// <summary>That a job will probably not get what it asks for; null when that is not so.</summary>
    public static Diagnostic? Advise(HardwareRequest request, DeclaredItem? item, AcceleratorSpec spec) =>
        spec.Type.Reservation == ReservationNeed.Advised
        && request.Declared.Strategy == ProvisioningStrategy.Standard
        && request.Declared.Reservation.Trim().Length == 0
            ? Diagnostic.Create(
                HardwareDiagnostics.ReservationAdvised,
                request.Place(item, ProvisioningStrategies.Property),
                spec.Type.Name,
                spec.Type.FlexStart ? "CalibanStrategy to 'spot' or 'flex-start'" : "CalibanStrategy to 'spot'")
            : null;
}
