using Caliban.Core.Hardware;
using Caliban.Core.Hardware.Tables;
using static Caliban.Core.Tests.Hardware.HardwareTrial;

namespace Caliban.Core.Tests.Hardware;

public sealed class GpuTableTests
{
    [Theory]
    [MemberData(nameof(HardwareRows.Gpus), MemberType = typeof(HardwareRows))]
    public void Every_row_is_accepted(string machine, string type, int count)
    {
        var region = HardwareRows.RegionOf(type);
        var trial = new HardwareTrial(Gpus($"{count}x{type}") with { MachineType = machine, Region = region, Reservation = "any" });

        var expected = new HardwareChoice
        {
            Spec = $"{count}x{type}",
            Kind = AcceleratorKind.Gpu,
            MachineType = machine,
            AcceleratorType = HardwareRows.Type(type).Accelerator,
            AcceleratorCount = count,
            Region = region,
        };
        Assert.Equal(expected, trial.Choice);
        Assert.Empty(trial.Mistakes);
        Assert.Empty(trial.Warnings);
    }

    [Theory]
    [MemberData(nameof(HardwareRows.Gpus), MemberType = typeof(HardwareRows))]
    public void Without_a_machine_every_row_has_one_that_carries_it(string machine, string type, int count)
    {
        var trial = new HardwareTrial(Gpus($"{count}x{type}") with { Region = HardwareRows.RegionOf(type), Reservation = "any" });

        var carriers = HardwareRows.Type(type).With(count).Select(configuration => configuration.Machine).ToList();
        Assert.Contains(trial.Choice.MachineType, carriers);
        Assert.True(trial.Choice.MachineType == machine || carriers.Count > 1);
    }

    [Theory]
    [MemberData(nameof(HardwareRows.BesideGpus), MemberType = typeof(HardwareRows))]
    public void One_step_beside_a_row_is_refused(string machine, string type, int count)
    {
        var trial = new HardwareTrial(Gpus($"{count}x{type}") with { MachineType = machine, Region = HardwareRows.RegionOf(type), Reservation = "any" });

        Assert.Equal(HardwareRows.Type(type).With(count).Count == 0 ? "CAL5004" : "CAL5005", trial.Mistake.Descriptor.Code);
    }

    [Fact]
    public void Every_machine_refuses_every_GPU_that_is_not_in_its_row()
    {
        var refused = 0;
        foreach (var machine in HardwareTables.Machines.Machines)
        {
            foreach (var type in HardwareRows.Offered.Where(type => type.Kind == AcceleratorKind.Gpu && type.Configurations.All(one => one.Machine != machine)))
            {
                var count = type.Configurations[0].Count;
                var trial = new HardwareTrial(Gpus($"{count}x{type.Name}") with { MachineType = machine, Region = HardwareRows.RegionOf(type.Name), Reservation = "any" });

                Assert.Equal("CAL5005", trial.Mistake.Descriptor.Code);
                refused++;
            }
        }

        Assert.True(refused > 1000, $"{refused} refused");
    }

    [Fact]
    public void Every_region_refuses_every_GPU_that_it_lacks()
    {
        var refused = 0;
        foreach (var type in HardwareRows.Offered.Where(type => type.Kind == AcceleratorKind.Gpu))
        {
            foreach (var region in HardwareTables.Regions.Regions.Except(HardwareTables.Regions.Accelerators[type.Name]))
            {
                var trial = new HardwareTrial(Gpus($"{type.Configurations[0].Count}x{type.Name}") with { Region = region, Reservation = "any" });

                Assert.Equal("CAL5006", trial.Mistake.Descriptor.Code);
                refused++;
            }
        }

        Assert.True(refused > 300, $"{refused} refused");
    }

    /// <summary>The table of google/caliban (cloud/types.py), whose N1 machines are those of today but for GPUs that have gone since.</summary>
    [Theory]
    [InlineData("n1-standard-4", "1 2 4", "1 2 4", "1 2 4 8")]
    [InlineData("n1-standard-8", "1 2 4", "1 2 4", "1 2 4 8")]
    [InlineData("n1-standard-16", "1 2 4", "1 2 4", "2 4 8")]
    [InlineData("n1-standard-32", "2 4", "2 4", "4 8")]
    [InlineData("n1-standard-64", "4", "4", "8")]
    [InlineData("n1-standard-96", "4", "4", "8")]
    [InlineData("n1-highmem-2", "1 2 4", "1 2 4", "1 2 4 8")]
    [InlineData("n1-highmem-4", "1 2 4", "1 2 4", "1 2 4 8")]
    [InlineData("n1-highmem-8", "1 2 4", "1 2 4", "1 2 4 8")]
    [InlineData("n1-highmem-16", "1 2 4", "1 2 4", "2 4 8")]
    [InlineData("n1-highmem-32", "2 4", "2 4", "4 8")]
    [InlineData("n1-highmem-64", "4", "4", "8")]
    [InlineData("n1-highmem-96", "4", "4", "8")]
    [InlineData("n1-highcpu-16", "1 2 4", "1 2 4", "2 4 8")]
    [InlineData("n1-highcpu-32", "2 4", "2 4", "4 8")]
    [InlineData("n1-highcpu-64", "4", "4", "8")]
    [InlineData("n1-highcpu-96", "4", "4", "8")]
    public void N1_machines_carry_what_google_caliban_says(string machine, string p4, string t4, string v100)
    {
        foreach (var (type, counts) in ((string, string)[])[("P4", p4), ("T4", t4), ("V100", v100)])
        {
            var accepted = Enumerable.Range(1, 16).Where(count => new HardwareTrial(Gpus($"{count}x{type}") with { MachineType = machine }).Choices.Count > 0);

            Assert.Equal(counts, string.Join(' ', accepted));
        }
    }
}
