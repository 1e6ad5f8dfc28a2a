using Caliban.Core.Hardware;
using FsCheck;
using FsCheck.Fluent;
using static Caliban.Core.Tests.Hardware.HardwareTrial;

namespace Caliban.Core.Tests.Hardware;

/// <summary><c>CalibanForce</c>: a project knows better than the tables.</summary>
public sealed class ForceTests
{
    [Theory]
    [InlineData("3xV100", "3xV100", "n1-standard-8", "NVIDIA_TESLA_V100", 3)]
    [InlineData("3xA100", "3xA100", "a2-highgpu-4g", "NVIDIA_TESLA_A100", 3)]
    [InlineData("32xH200", "32xH200", "a3-ultragpu-8g", "NVIDIA_H200_141GB", 32)]
    [InlineData("1xP100", "1xP100", "n1-standard-8", "NVIDIA_TESLA_P100", 1)]
    [InlineData("2xK80", "2xK80", "n1-standard-8", "NVIDIA_TESLA_K80", 2)]
    [InlineData("4xGB200", "4xGB200", "a4x-highgpu-4g", "NVIDIA_GB200", 4)]
    [InlineData("2xR9", "2xR9", "n1-standard-8", "NVIDIA_R9", 2)]
    [InlineData("2xnvidia-r9-96gb", "2xNVIDIA_R9_96GB", "n1-standard-8", "NVIDIA_R9_96GB", 2)]
    public void A_GPU_is_asked_for_as_it_is_written(string written, string spec, string machine, string type, int count)
    {
        var trial = new HardwareTrial(Gpus(written) with { Force = true });

        Assert.Equal((spec, machine, type, count), (trial.Choice.Spec, trial.Choice.MachineType, trial.Choice.AcceleratorType, trial.Choice.AcceleratorCount));
        Assert.Empty(trial.Warnings);
    }

    [Theory]
    [InlineData("12xV5E", "", "ct5lp-hightpu-4t", "", "")]
    [InlineData("8xV5E", "", "ct5lp-hightpu-8t", "", "2x4")]
    [InlineData("8xV5E", "1x8", "ct5lp-hightpu-8t", "", "1x8")]
    [InlineData("16xV2", "", "cloud-tpu", "TPU_V2", "")]
    [InlineData("8xV4", "", "cloud-tpu", "TPU_V4", "")]
    [InlineData("8xV5P", "2x2x2", "cloud-tpu", "", "2x2x2")]
    public void A_TPU_is_asked_for_as_it_is_written(string spec, string topology, string machine, string type, string asked)
    {
        var choice = new HardwareTrial(Tpu(spec, topology) with { Force = true }).Choice;

        Assert.Equal((spec, machine, type, asked), (choice.Spec, choice.MachineType, choice.AcceleratorType, choice.TpuTopology));
    }

    [Fact]
    public void Machine_region_and_strategy_are_not_checked()
    {
        var trial = new HardwareTrial(Gpus("8xT4") with
        {
            Force = true, MachineType = "m1-ultramem-40", Region = "mars-olympus1", Strategy = ProvisioningStrategy.FlexStart, Timeout = TimeSpan.FromDays(30),
        });

        Assert.Equal("8 T4 GPUs on m1-ultramem-40 in mars-olympus1", trial.Choice.Title);
        Assert.Empty(trial.Warnings);
    }

    [Fact]
    public void A_machine_that_comes_with_GPUs_can_be_asked_for_without_them() => Assert.Equal(
        "a2-highgpu-1g in us-central1", new HardwareTrial(new DeclaredHardware { MachineType = "a2-highgpu-1g", Force = true }).Choice.Title);

    [Fact]
    public void A_GPU_that_is_declared_and_refused_is_left_out() => Assert.Equal(
        "n1-highcpu-32 in us-central1", new HardwareTrial(Gpus("1xT4") with { UseGpu = false, Force = true }).Choice.Title);

    [Theory]
    [InlineData("T4", "CAL5001")]
    [InlineData("manyxT4", "CAL5002")]
    [InlineData("0xT4", "CAL5004")]
    [InlineData("-1xT4", "CAL5004")]
    [InlineData("0xR9", "CAL5003")]
    [InlineData("1xR 9", "CAL5003")]
    public void What_makes_no_request_is_still_a_mistake(string spec, string code) =>
        Assert.Equal(code, new HardwareTrial(Gpus(spec) with { Force = true }).Mistake.Descriptor.Code);

    [Fact]
    public void Any_spec_is_either_a_choice_or_a_mistake_and_never_both_or_an_exception() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(Arb.From(Declarations), declared =>
        {
            var trial = new HardwareTrial(declared);

            Assert.NotEqual(trial.Choices.Count > 0, trial.Mistakes.Count > 0);
            Assert.All(trial.Choices, choice => Assert.True(choice.MachineType.Length > 0 && choice.Region.Length > 0));
            Assert.All(trial.Choices, choice => Assert.Equal(choice.Kind == AcceleratorKind.None, choice.AcceleratorCount == 0));
        }));

    private static Gen<DeclaredHardware> Declarations =>
        from force in Gen.Elements(true, false)
        from useGpu in Gen.Elements(true, false)
        from gpus in Gen.ListOf(Specs, 2)
        from tpus in Gen.ListOf(Specs, 1)
        from machine in Gen.Elements("", "n1-standard-8", "cloud-tpu", "g2-standard-8", "x9-y-1")
        from region in Gen.Elements("", "us-central1", "asia-south2", "moon-1", "?")
        from strategy in Gen.Elements(Enum.GetValues<ProvisioningStrategy>())
        from count in Gen.Choose(0, 2)
        select Gpus([.. gpus.Take(count)]) with
        {
            TpuSpecs = Tpus([.. tpus.Skip(count - 1)]).TpuSpecs, UseGpu = useGpu, Force = force, MachineType = machine, Region = region, Strategy = strategy,
        };

    private static Gen<string> Specs =>
        from count in Gen.Elements("", "0", "1", "2", "8", "32", "-1", "two", "99999999999")
        from x in Gen.Elements("x", "X", "", " x ")
        from type in Gen.Elements("T4", "v100", "L4", "V5E", "V2", "P100", "RTX_PRO_6000", "Z80", "", "x", "é")
        select count + x + type;
}
