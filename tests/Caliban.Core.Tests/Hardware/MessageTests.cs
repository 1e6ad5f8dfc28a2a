using static Caliban.Core.Tests.Hardware.HardwareTrial;

namespace Caliban.Core.Tests.Hardware;

/// <summary>Messages in the words of google/caliban (gpu_specs and the command line's help), where it has them.</summary>
public sealed class MessageTests
{
    [Fact]
    public void A_count_that_no_machine_carries_is_answered_with_those_that_exist() => Assert.StartsWith(
        "3 GPUs of type V100 aren't available for any machine type. Try one of the following counts: {1, 2, 4, 8}",
        new HardwareTrial(Gpus("3xV100")).Mistake.Message);

    [Fact]
    public void A_machine_that_does_not_carry_the_count_is_answered_with_those_that_do() => Assert.StartsWith(
        "'n1-standard-96' isn't a valid machine type for 2 V100 GPUs. Try one of these: ['n1-highcpu-16', 'n1-highmem-16', 'n1-highmem-2', "
        + "'n1-highmem-4', 'n1-highmem-8', 'n1-standard-16', 'n1-standard-4', 'n1-standard-8']",
        new HardwareTrial(Gpus("2xV100") with { MachineType = "n1-standard-96" }).Mistake.Message);

    [Fact]
    public void A_region_that_lacks_the_type_is_answered_with_those_that_have_it() => Assert.StartsWith(
        "'us-west2' isn't a valid region for GPUs of type V100. Try one of these: ['asia-east1', 'europe-west4', 'us-central1', 'us-east1', 'us-west1']",
        new HardwareTrial(Gpus("2xV100") with { Region = "us-west2" }).Mistake.Message);

    [Theory]
    [InlineData("V100", "CAL5001", "GPU arg 'V100' has no 'x' separator. You must supply a string of the format NUMxGPU_TYPE. 8xV100, for example.")]
    [InlineData("RTX_PRO_6000", "CAL5001", "GPU arg 'RTX_PRO_6000' has no 'x' separator. You must supply a string of the format NUMxGPU_TYPE. 8xV100, for example.")]
    [InlineData("", "CAL5001", "GPU arg '' has no 'x' separator. You must supply a string of the format NUMxGPU_TYPE. 8xV100, for example.")]
    [InlineData("twoxV100", "CAL5002", "The count 'two' isn't a number! You must supply a string of the format NUMxGPU_TYPE. 8xV100, for example.")]
    [InlineData("xV100", "CAL5002", "The count '' isn't a number! You must supply a string of the format NUMxGPU_TYPE. 8xV100, for example.")]
    [InlineData("1.5xV100", "CAL5002", "The count '1.5' isn't a number! You must supply a string of the format NUMxGPU_TYPE. 8xV100, for example.")]
    [InlineData("1_0xV100", "CAL5002", "The count '1_0' isn't a number! You must supply a string of the format NUMxGPU_TYPE. 8xV100, for example.")]
    public void A_text_that_is_no_spec_is_told_what_one_looks_like(string spec, string code, string message)
    {
        var mistake = new HardwareTrial(Gpus(spec)).Mistake;

        Assert.Equal((code, message), (mistake.Descriptor.Code, mistake.Message));
    }

    [Fact]
    public void A_TPU_spec_is_told_so_in_its_own_words() => Assert.Equal(
        "TPU arg '8V2' has no 'x' separator. You must supply a string of the format NUMxTPU_TYPE. 8xV2, for example.",
        new HardwareTrial(Tpus("8V2")).Mistake.Message);

    [Fact]
    public void An_unknown_type_is_answered_with_all_that_can_be_had()
    {
        Assert.StartsWith(
            "'V10' isn't a valid GPU type. Must be one of ['T4', 'V100', 'P4', 'L4', 'A100', 'A100_80GB', 'H100', 'H100_MEGA', 'H200', 'B200', 'GB200', 'RTX_PRO_6000'].",
            new HardwareTrial(Gpus("1xV10")).Mistake.Message);
        Assert.StartsWith("'V4' isn't a valid TPU type. Must be one of ['V2', 'V3', 'V5E', 'V6E', 'TPU7X'].", new HardwareTrial(Tpus("8xV4")).Mistake.Message);
    }

    [Fact]
    public void A_P100_is_answered_with_the_end_of_its_support()
    {
        var mistake = new HardwareTrial(Gpus("1xP100")).Mistake;

        Assert.Equal("CAL5008", mistake.Descriptor.Code);
        Assert.StartsWith("GPUs of type P100 can't be had any more: Google ended their support on 2026-09-15. Try one of these types: ['T4', ", mistake.Message);
        Assert.Equal("CAL5008", new HardwareTrial(Gpus("1xK80")).Mistake.Descriptor.Code);
    }

    [Fact]
    public void A_GPU_that_is_declared_and_refused_is_a_contradiction() => Assert.Equal(
        "'CalibanUseGpu=false' is incompatible with an explicit GpuSpec ('1xT4'). Please remove one or the other.",
        new HardwareTrial(Gpus("1xT4") with { UseGpu = false }).Mistake.Message);

    [Theory]
    [InlineData("1xL4", "n1-standard-8", "'n1-standard-8' isn't a valid machine type for 1 L4 GPUs. Try one of these: ['g2-standard-12', ")]
    [InlineData("8xA100", "a2-highgpu-1g", "'a2-highgpu-1g' itself comes with one of ['1xA100'].")]
    [InlineData("2xT4", "ct6e-standard-4t", "'ct6e-standard-4t' itself comes with one of ['4xV6E', '8xV6E', '16xV6E', ")]
    public void A_machine_with_accelerators_of_its_own_says_which(string spec, string machine, string part) =>
        Assert.Contains(part, new HardwareTrial(Gpus(spec) with { MachineType = machine }).Mistake.Message);

    [Fact]
    public void Machine_and_region_are_both_named_when_both_are_wrong() => Assert.Equal(
        ["CAL5005", "CAL5006"],
        Codes(new HardwareTrial(Gpus("2xV100") with { MachineType = "n1-standard-96", Region = "us-west2" }).Mistakes));
}
