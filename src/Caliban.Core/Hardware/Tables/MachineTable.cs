using System.Globalization;

namespace Caliban.Core.Hardware.Tables;

/// <summary>The machines that Vertex AI trains on, and the accelerators that go with them.</summary>
public sealed class MachineTable
{
    private readonly Dictionary<string, IReadOnlyList<string>> _neededSpecs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _machines;

    internal MachineTable(MachineTableFile file)
    {
        Date = file.Date;
        Source = file.Source;
        BootDisk = file.BootDisk;
        Machines = [.. file.Machines.Select(machine => machine.Name)];
        _machines = [.. Machines];
        Accelerators =
        [
            .. file.Gpus.Select(row => Read(AcceleratorKind.Gpu, row, CarriersOf(file, row.Name))),
            .. file.Tpus.Select(row => Read(AcceleratorKind.Tpu, row, row.Slices ?? [])),
        ];
        foreach (var machine in file.Machines.Where(machine => machine.NeedsAccelerator))
        {
            _neededSpecs[machine.Name] = SpecsOn(machine.Name);
        }
    }

    /// <summary>The day on which <see cref="Source"/> said all this, <c>yyyy-MM-dd</c>.</summary>
    public string Date { get; }

    /// <summary>The page of Google's documentation that it is made from.</summary>
    public string Source { get; }

    /// <summary>In the order of the page.</summary>
    public IReadOnlyList<string> Machines { get; }

    /// <summary>GPUs, then TPUs; those whose support has ended are the last of their kind.</summary>
    public IReadOnlyList<AcceleratorType> Accelerators { get; }

    public BootDiskRules BootDisk { get; }

    public bool IsKnown(string machine) => _machines.Contains(machine);

    /// <returns>Null for a name that is none.</returns>
    public AcceleratorType? Find(AcceleratorKind kind, string name) =>
        Accelerators.FirstOrDefault(type => type.Kind == kind && type.IsNamed(name));

    /// <summary>What can be declared for a machine that is not to be had without accelerators, <c>1xA100</c>; nothing for other machines.</summary>
    public IReadOnlyList<string> NeededSpecs(string machine) => _neededSpecs.GetValueOrDefault(machine, []);

    private List<string> SpecsOn(string machine) =>
    [
        .. Accelerators.SelectMany(type => type.Configurations
            .Where(configuration => configuration.Machine == machine)
            .Select(configuration => string.Create(CultureInfo.InvariantCulture, $"{configuration.Count}x{type.Name}"))),
    ];

    private static IReadOnlyList<AcceleratorConfiguration> CarriersOf(MachineTableFile file, string gpu) =>
    [
        .. file.Machines
            .Where(machine => machine.Gpus is not null && machine.Gpus.ContainsKey(gpu))
            .SelectMany(machine => machine.Gpus![gpu].Select(count => new AcceleratorConfiguration(machine.Name, count))),
    ];

    private static AcceleratorType Read(AcceleratorKind kind, MachineTableFile.Accelerator row, IReadOnlyList<AcceleratorConfiguration> configurations) =>
        new(kind, row.Name)
        {
            Accelerator = row.ApiName ?? "",
            Aliases = row.Aliases ?? [],
            FlexStart = row.FlexStart,
            Reservation = row.Reservation,
            Ended = row.Ended,
            PodStep = row.PodStep,
            Configurations = configurations,
        };
}
