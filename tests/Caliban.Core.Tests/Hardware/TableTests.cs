using Caliban.Core.Hardware;
using Caliban.Core.Hardware.Tables;

namespace Caliban.Core.Tests.Hardware;

/// <summary>Whether the tables agree with each other, which a new version of one of them could break.</summary>
public sealed class TableTests
{
    private static readonly MachineTable Machines = HardwareTables.Machines;
    private static readonly RegionTable Regions = HardwareTables.Regions;

    [Fact]
    public void Tables_say_when_and_from_what_they_were_made()
    {
        Assert.Matches("^20[0-9]{2}-[0-9]{2}-[0-9]{2}$", Machines.Date);
        Assert.Equal(Machines.Date, Regions.Date);
        Assert.StartsWith("https://docs.cloud.google.com/", Machines.Source);
        Assert.StartsWith("https://docs.cloud.google.com/", Regions.Source);
    }

    [Fact]
    public void Tables_hold_what_the_pages_list()
    {
        Assert.Equal(117, Machines.Machines.Distinct().Count());
        Assert.Equal(39, Regions.Regions.Distinct().Count());
        Assert.Equal(["asia-south2"], Regions.WithoutCustomTraining);
    }

    [Fact]
    public void Accelerators_are_on_machines_of_the_list_and_none_is_named_twice()
    {
        Assert.All(
            Machines.Accelerators.SelectMany(type => type.Configurations),
            configuration => Assert.Contains(configuration.Machine, Machines.Machines));
        foreach (var kind in (AcceleratorKind[])[AcceleratorKind.Gpu, AcceleratorKind.Tpu])
        {
            var names = Machines.Accelerators.Where(type => type.Kind == kind).SelectMany(type => type.Aliases.Append(type.Name)).ToList();
            Assert.Equal(names.Distinct(), names);
            Assert.All(names, name => Assert.NotNull(Machines.Find(kind, name)));
        }
    }

    [Fact]
    public void Every_accelerator_that_can_be_had_has_machines_and_regions_of_the_list() => Assert.All(HardwareRows.Offered, type =>
    {
        Assert.NotEmpty(type.Configurations);
        Assert.NotEmpty(Regions.Accelerators[type.Name]);
        Assert.All(Regions.Accelerators[type.Name], region => Assert.Contains(region, Regions.Regions));
    });

    [Fact]
    public void Every_row_of_regions_is_of_an_accelerator_or_its_Pods() => Assert.All(
        Regions.Accelerators.Keys,
        key => Assert.Contains(Machines.Accelerators, type => key == type.Name || (type.PodStep > 0 && key == $"{type.Name}_POD")));

    [Fact]
    public void A_machine_that_needs_accelerators_has_some() => Assert.All(
        Machines.Machines.Where(machine => machine.Split('-')[0] is "a2" or "a3" or "a4" or "a4x" or "g2" or "g4" or "cloud" or "ct5lp" or "ct6e" or "tpu7x"),
        machine => Assert.NotEmpty(Machines.NeededSpecs(machine)));

    [Fact]
    public void Slices_have_as_many_chips_as_their_topology_multiplies_to() => Assert.All(
        Machines.Accelerators.SelectMany(type => type.Configurations).Where(configuration => configuration.Topology.Length > 0),
        configuration => Assert.Equal(configuration.Count, configuration.Topology.Split('x').Select(int.Parse).Aggregate((one, other) => one * other)));

    [Fact]
    public void Slices_are_spread_over_machines_by_the_chips_that_the_machine_has() => Assert.All(
        Machines.Accelerators.Where(type => type.Kind == AcceleratorKind.Tpu && type.PodStep == 0).SelectMany(type => type.Configurations),
        configuration => Assert.EndsWith($"-{configuration.Count / configuration.Machines}t", configuration.Machine));

    [Fact]
    public void The_machine_without_accelerators_is_of_the_list() => Assert.Contains(HardwareDefaults.CpuMachine, Machines.Machines);
}
