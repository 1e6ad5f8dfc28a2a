using Caliban.Core.Hardware;
using Caliban.Core.Hardware.Tables;
using static Caliban.Core.Tests.Hardware.HardwareTrial;

namespace Caliban.Core.Tests.Hardware;

public sealed class TpuTableTests
{
    [Theory]
    [MemberData(nameof(HardwareRows.Tpus), MemberType = typeof(HardwareRows))]
    public void Every_slice_is_accepted(string machine, string type, int count)
    {
        var trial = new HardwareTrial(Tpus($"{count}x{type}") with { MachineType = machine, Region = HardwareRows.RegionOf(type) });

        var configuration = HardwareRows.Type(type).With(count).Single(one => one.Machine == machine);
        Assert.Equal((machine, count, configuration.Topology), (trial.Choice.MachineType, trial.Choice.AcceleratorCount, trial.Choice.TpuTopology));
        Assert.Equal(HardwareRows.Type(type).Accelerator, trial.Choice.AcceleratorType);
        Assert.Equal((AcceleratorKind.Tpu, $"{count}x{type}"), (trial.Choice.Kind, trial.Choice.Spec));
        Assert.Empty(trial.Warnings);
    }

    [Theory]
    [MemberData(nameof(HardwareRows.BesideTpus), MemberType = typeof(HardwareRows))]
    public void One_step_beside_a_slice_is_refused(string machine, string type, int count)
    {
        var trial = new HardwareTrial(Tpus($"{count}x{type}") with { MachineType = machine, Region = HardwareRows.RegionOf(type) });

        Assert.Equal(HardwareRows.Type(type).With(count).Count == 0 ? "CAL5004" : "CAL5005", trial.Mistake.Descriptor.Code);
    }

    [Fact]
    public void Every_region_refuses_every_TPU_that_it_lacks()
    {
        foreach (var type in HardwareRows.Offered.Where(type => type.Kind == AcceleratorKind.Tpu))
        {
            var lacking = HardwareTables.Regions.Regions.Except(HardwareTables.Regions.Accelerators[type.Name]).ToList();

            Assert.True(lacking.Count > 30);
            Assert.All(lacking, region => Assert.Equal(
                "CAL5006", new HardwareTrial(Tpus($"{type.Configurations[0].Count}x{type.Name}") with { Region = region }).Mistake.Descriptor.Code));
        }
    }

    [Theory]
    [InlineData("1xV5E", "ct5lp-hightpu-1t", "1x1")]
    [InlineData("4xV5E", "ct5lp-hightpu-4t", "2x2")]
    [InlineData("8xV5E", "ct5lp-hightpu-8t", "2x4")]
    [InlineData("16xv5e", "ct5lp-hightpu-4t", "4x4")]
    [InlineData("256xV5E", "ct5lp-hightpu-4t", "16x16")]
    [InlineData("8xV5LITE", "ct5lp-hightpu-8t", "2x4")]
    [InlineData("8xv6e", "ct6e-standard-8t", "2x4")]
    [InlineData("32xV6E", "ct6e-standard-4t", "4x8")]
    [InlineData("4xTPU7x", "tpu7x-standard-4t", "2x2x1")]
    [InlineData("4x7x", "tpu7x-standard-4t", "2x2x1")]
    public void A_count_has_a_topology_and_the_fewest_machines(string spec, string machine, string topology)
    {
        var choice = new HardwareTrial(Tpus(spec)).Choice;

        Assert.Equal((machine, topology, ""), (choice.MachineType, choice.TpuTopology, choice.AcceleratorType));
    }

    [Theory]
    [InlineData("2x4", "ct5lp-hightpu-4t", "ct5lp-hightpu-4t")]
    [InlineData("2X4", "", "ct5lp-hightpu-8t")]
    public void A_topology_can_be_named(string topology, string machine, string chosen) => Assert.Equal(
        (chosen, "2x4"),
        (new HardwareTrial(Tpu("8xV5E", topology) with { MachineType = machine }).Choice.MachineType, new HardwareTrial(Tpu("8xV5E", topology)).Choice.TpuTopology));

    [Theory]
    [InlineData("8xV5E", "4x4", "'4x4' isn't a valid topology for '8xV5E'. Try one of these: ['2x4'].")]
    [InlineData("16xV6E", "2x8", "'2x8' isn't a valid topology for '16xV6E'. Try one of these: ['4x4'].")]
    [InlineData("8xV2", "2x2", "'2x2' isn't a valid topology for '8xV2'. They have no topology; leave it out.")]
    public void Another_topology_than_that_of_the_count_is_refused(string spec, string topology, string message) =>
        Assert.Equal(message, new HardwareTrial(Tpu(spec, topology)).Mistake.Message);

    [Theory]
    [InlineData("8xV2", "us-central1", true)]
    [InlineData("8xV2", "asia-east1", true)]
    [InlineData("32xV2", "us-central1", true)]
    [InlineData("96xV2", "europe-west4", true)]
    [InlineData("32xV2", "asia-east1", false)]
    [InlineData("8xV3", "us-central1", true)]
    [InlineData("32xV3", "us-central1", false)]
    [InlineData("2048xV3", "europe-west4", true)]
    public void Pods_of_TPU_v2_and_v3_come_in_multiples_of_32_and_in_regions_of_their_own(string spec, string region, bool isAccepted)
    {
        var trial = new HardwareTrial(Tpus(spec) with { Region = region });

        Assert.Equal(isAccepted, trial.Choices is [{ MachineType: "cloud-tpu" }]);
        Assert.Equal(isAccepted ? [] : ["CAL5006"], Codes(trial.Mistakes));
    }

    [Fact]
    public void Counts_of_Pods_are_listed_with_their_step() => Assert.StartsWith(
        "16 TPUs of type V2 aren't available for any machine type. Try one of the following counts: {8, 32, 64, 96, ...}",
        new HardwareTrial(Tpus("16xV2")).Mistake.Message);

    [Fact]
    public void TPUs_run_in_one_replica()
    {
        Assert.Equal("CAL5016", new HardwareTrial(Tpus("8xV5E") with { Replicas = 2 }).Mistake.Descriptor.Code);
        Assert.Equal("CAL5016", new HardwareTrial(Tpus("8xV3") with { Replicas = 5 }).Mistake.Descriptor.Code);
    }
}
