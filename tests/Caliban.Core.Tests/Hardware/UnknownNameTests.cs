using Caliban.Core.Hardware;
using static Caliban.Core.Tests.Hardware.HardwareTrial;

namespace Caliban.Core.Tests.Hardware;

public sealed class UnknownNameTests
{
    [Theory]
    [InlineData("us-central9", "'us-central9' isn't a region that Vertex AI listed on 2026-08-22. Did you mean 'us-central1'? It is used as it is, unchecked.")]
    [InlineData("us-central1-a", "'us-central1-a' isn't a region that Vertex AI listed on 2026-08-22. Did you mean 'us-central1'? It is used as it is, unchecked.")]
    [InlineData("mars-olympus1", "'mars-olympus1' isn't a region that Vertex AI listed on 2026-08-22. It is used as it is, unchecked.")]
    public void An_unknown_region_is_used_with_a_warning(string region, string message)
    {
        var trial = new HardwareTrial(Gpus("2xV100") with { Region = region });

        Assert.Equal(region, trial.Choice.Region);
        Assert.Equal([("CAL5011", message)], trial.Warnings.Select(warning => (warning.Descriptor.Code, warning.Message)));
    }

    [Theory]
    [InlineData("n1-standard-12", "'n1-standard-12' isn't a machine type that Vertex AI listed for training on 2026-08-22. Did you mean 'n1-standard-16'? It is used as it is, unchecked.")]
    [InlineData("z9-gigantic-1024", "'z9-gigantic-1024' isn't a machine type that Vertex AI listed for training on 2026-08-22. It is used as it is, unchecked.")]
    public void An_unknown_machine_is_used_with_a_warning(string machine, string message)
    {
        var trial = new HardwareTrial(Gpus("2xV100") with { MachineType = machine });

        Assert.Equal((machine, "NVIDIA_TESLA_V100"), (trial.Choice.MachineType, trial.Choice.AcceleratorType));
        Assert.Equal([("CAL5010", message)], trial.Warnings.Select(warning => (warning.Descriptor.Code, warning.Message)));
    }

    [Fact]
    public void What_is_known_is_checked_all_the_same()
    {
        Assert.Equal("CAL5004", new HardwareTrial(Gpus("3xV100") with { MachineType = "n9-standard-1" }).Mistake.Descriptor.Code);
        Assert.Equal("CAL5005", new HardwareTrial(Gpus("2xV100") with { MachineType = "n1-standard-96", Region = "mars-1" }).Mistake.Descriptor.Code);
    }

    [Fact]
    public void A_TPU_on_an_unknown_machine_keeps_its_topology()
    {
        var choice = new HardwareTrial(Tpus("8xV6E") with { MachineType = "ct6e" }).Choice;

        Assert.Equal(("ct6e", "2x4"), (choice.MachineType, choice.TpuTopology));
    }

    /// <summary>A region is a part of the address that tokens are sent to.</summary>
    [Theory]
    [InlineData("evil.example/x")]
    [InlineData("us-central1.evil.example")]
    [InlineData("us central1")]
    [InlineData("us-central1@x")]
    [InlineData("uscentral1")]
    [InlineData("-us-central1")]
    [InlineData("global")]
    public void A_region_that_is_no_name_is_refused_even_by_force(string region)
    {
        Assert.Equal("CAL1005", new HardwareTrial(new DeclaredHardware { Region = region }).Mistake.Descriptor.Code);
        Assert.Equal("CAL1005", new HardwareTrial(new DeclaredHardware { Region = region, Force = true }).Mistake.Descriptor.Code);
    }

    [Fact]
    public void A_machine_that_is_no_name_is_refused_even_by_force() => Assert.Equal(
        "CAL1005", new HardwareTrial(new DeclaredHardware { MachineType = "n1 standard 8", Force = true }).Mistake.Descriptor.Code);

    [Fact]
    public void A_region_about_which_the_documentation_disagrees_is_used_with_a_warning()
    {
        var trial = new HardwareTrial(Gpus("8xH200") with { Region = "asia-south2", Strategy = ProvisioningStrategy.Spot });

        Assert.Equal("asia-south2", trial.Choice.Region);
        Assert.Equal(["CAL5021"], Codes(trial.Warnings));
    }
}
