using Caliban.Core.Hardware;
using static Caliban.Core.Tests.Hardware.HardwareTrial;

namespace Caliban.Core.Tests.Hardware;

public sealed class DefaultTests
{
    [Fact]
    public void Without_a_GPU_it_is_the_machine_of_google_caliban_in_us_central1() => Assert.Equal(
        new HardwareChoice { MachineType = "n1-highcpu-32", Region = "us-central1" },
        new HardwareTrial(new DeclaredHardware()).Choice);

    [Fact]
    public void A_GPU_without_a_spec_is_one_T4() => Assert.Equal(
        "1 T4 GPU on n1-standard-8 in us-central1",
        new HardwareTrial(new DeclaredHardware { UseGpu = true }).Choice.Title);

    [Theory]
    [InlineData("1xT4", "n1-standard-8")]
    [InlineData("4xT4", "n1-standard-8")]
    [InlineData("8xV100", "n1-standard-8")]
    [InlineData("2xP4", "n1-standard-8")]
    [InlineData("1xL4", "g2-standard-8")]
    [InlineData("2xL4", "g2-standard-24")]
    [InlineData("4xL4", "g2-standard-48")]
    [InlineData("8xL4", "g2-standard-96")]
    [InlineData("1xA100", "a2-highgpu-1g")]
    [InlineData("16xA100", "a2-megagpu-16g")]
    [InlineData("4xA100_80GB", "a2-ultragpu-4g")]
    [InlineData("2xH100", "a3-highgpu-2g")]
    [InlineData("8xH100_MEGA", "a3-megagpu-8g")]
    [InlineData("8xH200", "a3-ultragpu-8g")]
    [InlineData("8xB200", "a4-highgpu-8g")]
    [InlineData("2xRTX_PRO_6000", "g4-standard-96")]
    public void A_spec_brings_its_machine(string spec, string machine) =>
        Assert.Equal(machine, new HardwareTrial(Gpus(spec)).Choice.MachineType);

    [Theory]
    [InlineData("2xv100", "2xV100")]
    [InlineData("2XV100", "2xV100")]
    [InlineData(" 2 x V100 ", "2xV100")]
    [InlineData("+2xV100", "2xV100")]
    [InlineData("1xa100-80gb", "1xA100_80GB")]
    [InlineData("1xA100_40GB", "1xA100")]
    [InlineData("8xh100_mega", "8xH100_MEGA")]
    [InlineData("1xrtx-pro-6000", "1xRTX_PRO_6000")]
    [InlineData("1xNVIDIA_TESLA_T4", "1xT4")]
    [InlineData("1xnvidia-l4", "1xL4")]
    public void Case_hyphens_and_names_of_the_API_do_not_matter(string written, string spec) =>
        Assert.Equal(spec, new HardwareTrial(Gpus(written)).Choice.Spec);

    [Theory]
    [InlineData(" US-West1 ", " N1-Standard-16\n", "us-west1", "n1-standard-16")]
    [InlineData("", "", "us-central1", "n1-standard-8")]
    public void Case_and_blanks_of_machine_and_region_do_not_matter(string region, string machine, string readRegion, string readMachine)
    {
        var choice = new HardwareTrial(Gpus("2xV100") with { Region = region, MachineType = machine }).Choice;

        Assert.Equal((readRegion, readMachine), (choice.Region, choice.MachineType));
    }

    /// <summary>google/caliban checked only what was written down.</summary>
    [Theory]
    [InlineData("us-west3", "", "CAL5006")]
    [InlineData("", "n1-standard-96", "CAL5005")]
    [InlineData("", "a2-highgpu-1g", "CAL5005")]
    public void The_default_GPU_is_checked_too(string region, string machine, string code) => Assert.Equal(
        code, new HardwareTrial(new DeclaredHardware { UseGpu = true, Region = region, MachineType = machine }).Mistake.Descriptor.Code);

    [Theory]
    [InlineData("a2-highgpu-1g", "'a2-highgpu-1g' comes with accelerators, and the project declares none. Add a GpuSpec item with one of ['1xA100'], or use a machine without.")]
    [InlineData("ct5lp-hightpu-1t", "'ct5lp-hightpu-1t' comes with accelerators, and the project declares none. Add a TpuSpec item with one of ['1xV5E'], or use a machine without.")]
    public void A_machine_that_comes_with_accelerators_needs_a_spec(string machine, string message) =>
        Assert.Equal(message, new HardwareTrial(new DeclaredHardware { MachineType = machine }).Mistake.Message);

    [Theory]
    [InlineData("e2-highmem-2")]
    [InlineData("n1-standard-4")]
    [InlineData("m1-ultramem-160")]
    public void Any_other_machine_runs_without_accelerators(string machine) =>
        Assert.Equal($"{machine} in europe-west9", new HardwareTrial(new DeclaredHardware { MachineType = machine, Region = "europe-west9" }).Choice.Title);

    [Fact]
    public void Titles_say_topology_and_number() => Assert.Equal(
        "8 V5E TPUs (2x4) on ct5lp-hightpu-8t in us-west1", new HardwareTrial(Tpus("8xV5E") with { Region = "us-west1" }).Choice.Title);
}
