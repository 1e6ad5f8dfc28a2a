using Caliban.Core.Diagnostics;
using Caliban.Core.Hardware.Tables;
using Caliban.Core.Projects;

namespace Caliban.Core.Hardware.Candidates;

/// <summary>A machine with accelerators.</summary>
/// <param name="item">Null for the default.</param>
internal sealed class AcceleratorCandidate(HardwareRequest request, DeclaredItem? item, AcceleratorSpec spec)
{
    private readonly List<Diagnostic> _mistakes = [];

    private string Word => spec.Type.Kind == AcceleratorKind.Gpu ? "GPU" : "TPU";

    private string Topology => item?.Get("Topology").Trim().Replace('X', 'x') ?? "";

    public static Candidate Of(HardwareRequest request, AcceleratorKind kind, DeclaredItem item)
    {
        var mistakes = new List<Diagnostic>();
        return AcceleratorSpec.Read(kind, item.Name, () => item.Location, request.Declared.Force, mistakes) is { } spec
            ? new AcceleratorCandidate(request, item, spec).Resolve()
            : new Candidate(item.Name, Choice: null, mistakes);
    }

    public static Candidate OfDefaultGpu(HardwareRequest request)
    {
        var spec = AcceleratorSpec.Read(AcceleratorKind.Gpu, HardwareDefaults.GpuSpec, () => SourceLocation.None, anyType: false, []);
        return new AcceleratorCandidate(request, item: null, spec!).Resolve();
    }

    private Candidate Resolve()
    {
        if (request.Declared.Force && spec.Count > 0)
        {
            return Candidate.Of(spec.ToString(), ForcedAccelerators.Choose(request, spec, Topology), []);
        }

        if (Configurations() is not { Count: > 0 } configurations)
        {
            return new Candidate(spec.ToString(), Choice: null, _mistakes);
        }

        var configuration = DefaultMachine.Of(WithTopology(OnMachine(configurations)));
        CheckRegion(configuration);
        _mistakes.AddRange(StrategyRules.Check(request, item, spec, configuration));
        return Candidate.Of(spec.ToString(), Choose(configuration), _mistakes) with { Advice = StrategyRules.Advise(request, item, spec) };
    }

    private HardwareChoice Choose(AcceleratorConfiguration configuration) => new()
    {
        Spec = spec.ToString(),
        Kind = spec.Type.Kind,
        MachineType = request.Machine ?? configuration.Machine,
        AcceleratorType = spec.Type.Accelerator,
        AcceleratorCount = spec.Count,
        TpuTopology = configuration.Topology,
        Region = request.Region,
    };

    private IReadOnlyList<AcceleratorConfiguration> Configurations()
    {
        var table = HardwareTables.Machines;
        if (spec.Type.Ended is { } end)
        {
            var others = table.Accelerators.Where(type => type.Kind == spec.Type.Kind && type.Ended is null).Select(type => type.Name);
            Mistake(
                HardwareDiagnostics.AcceleratorEnded, "CalibanUseGpu", spec.Type.Name, Word, end.Date is null ? "" : $" on {end.Date}", ChoiceList.InOrder(others), end.Page);
            return [];
        }

        var configurations = spec.Type.With(spec.Count);
        if (configurations.Count == 0)
        {
            var counts = ChoiceList.Counts(spec.Type.Configurations.Select(one => one.Count), spec.Type.PodStep);
            Mistake(HardwareDiagnostics.CountUnavailable, "CalibanUseGpu", spec.Count, Word, spec.Type.Name, counts, table.Source);
        }

        return configurations;
    }

    /// <summary>Those on the machine of the project; all of them when it is a mistake, or one that no table knows.</summary>
    private IReadOnlyList<AcceleratorConfiguration> OnMachine(IReadOnlyList<AcceleratorConfiguration> configurations)
    {
        if (!request.MachineIsKnown)
        {
            return configurations;
        }

        var fitting = configurations.Where(one => one.Machine == request.Machine).ToList();
        if (fitting.Count > 0)
        {
            return fitting;
        }

        var needed = HardwareTables.Machines.NeededSpecs(request.Machine!);
        Mistake(
            HardwareDiagnostics.MachineInvalid,
            "CalibanMachineType",
            request.Machine,
            spec.Count,
            spec.Type.Name,
            Word,
            ChoiceList.Sorted(configurations.Select(one => one.Machine)),
            needed.Count == 0 ? "" : $" '{request.Machine}' itself comes with one of {ChoiceList.InOrder(needed)}.",
            HardwareTables.Machines.Source);
        return configurations;
    }

    /// <summary>Those with the topology of the item; all of them when it is a mistake.</summary>
    private IReadOnlyList<AcceleratorConfiguration> WithTopology(IReadOnlyList<AcceleratorConfiguration> configurations)
    {
        var fitting = Topology.Length == 0 ? configurations : [.. configurations.Where(one => one.Topology == Topology)];
        if (fitting.Count > 0)
        {
            return fitting;
        }

        var topologies = configurations.Select(one => one.Topology).Where(one => one.Length > 0).ToList();
        Mistake(
            HardwareDiagnostics.TopologyInvalid,
            "CalibanMachineType",
            Topology,
            spec,
            topologies.Count == 0 ? "They have no topology; leave it out." : $"Try one of these: {ChoiceList.Sorted(topologies)}.");
        return configurations;
    }

    private void CheckRegion(AcceleratorConfiguration configuration)
    {
        var table = HardwareTables.Regions;
        var regions = table.With(spec.Type, configuration);
        if (request.RegionIsKnown && !regions.Contains(request.Region))
        {
            Mistake(HardwareDiagnostics.RegionInvalid, "CalibanRegion", request.Region, Word, spec.Type.Name, ChoiceList.Sorted(regions), table.Source);
        }
    }

    private void Mistake(DiagnosticDescriptor descriptor, string property, params object?[] arguments) =>
        _mistakes.Add(Diagnostic.Create(descriptor, request.Place(item, property), arguments));
}
