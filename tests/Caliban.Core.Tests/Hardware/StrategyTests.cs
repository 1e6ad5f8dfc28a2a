using Caliban.Core.Hardware;
using Caliban.Core.Projects;
using static Caliban.Core.Tests.Hardware.HardwareTrial;

namespace Caliban.Core.Tests.Hardware;

public sealed class StrategyTests
{
    [Theory]
    [InlineData("", ProvisioningStrategy.Standard)]
    [InlineData("standard", ProvisioningStrategy.Standard)]
    [InlineData(" Spot ", ProvisioningStrategy.Spot)]
    [InlineData("flex-start", ProvisioningStrategy.FlexStart)]
    [InlineData("FlexStart", ProvisioningStrategy.FlexStart)]
    [InlineData("FLEX_START", ProvisioningStrategy.FlexStart)]
    public void A_strategy_is_read_in_any_case_and_with_or_without_its_hyphen(string text, ProvisioningStrategy strategy)
    {
        var properties = new ProjectProperties("train.proj");

        Assert.Equal(strategy, ProvisioningStrategies.Read(properties, text));
        Assert.Empty(properties.Mistakes);
    }

    [Fact]
    public void Another_text_is_refused_with_those_that_exist()
    {
        var properties = new ProjectProperties("train.proj");
        ProvisioningStrategies.Read(properties, "preemptible");

        Assert.Equal(
            "CalibanStrategy is 'preemptible', which is not allowed. Use 'standard', 'spot' or 'flex-start'.",
            Assert.Single(properties.Mistakes).Message);
    }

    [Theory]
    [InlineData("1xL4", true)]
    [InlineData("1xA100", true)]
    [InlineData("1xA100_80GB", true)]
    [InlineData("8xH100", true)]
    [InlineData("8xH100_MEGA", true)]
    [InlineData("8xH200", true)]
    [InlineData("8xB200", true)]
    [InlineData("1xT4", false)]
    [InlineData("1xV100", false)]
    [InlineData("1xP4", false)]
    [InlineData("1xRTX_PRO_6000", false)]
    public void Flex_start_is_there_for_some_types(string spec, bool isAllowed)
    {
        var trial = new HardwareTrial(Gpus(spec) with { Strategy = ProvisioningStrategy.FlexStart });

        Assert.Equal(isAllowed, trial.Choices.Count == 1);
        Assert.Equal(isAllowed ? [] : ["CAL5013"], Codes(trial.Mistakes));
        Assert.Empty(trial.Warnings);
    }

    [Fact]
    public void Flex_start_is_there_neither_for_TPUs_nor_for_processors_nor_for_the_default_GPU()
    {
        var flexStart = new DeclaredHardware { Strategy = ProvisioningStrategy.FlexStart };

        Assert.Equal("CAL5013", new HardwareTrial(Tpus("8xV5E") with { Strategy = ProvisioningStrategy.FlexStart }).Mistake.Descriptor.Code);
        Assert.Contains("a machine without GPUs", new HardwareTrial(flexStart).Mistake.Message);
        Assert.Contains("'1xT4'", new HardwareTrial(flexStart with { UseGpu = true }).Mistake.Message);
    }

    [Theory]
    [InlineData(7.0, true)]
    [InlineData(7.5, false)]
    public void Flex_start_runs_for_seven_days_at_most(double days, bool isAllowed)
    {
        var trial = new HardwareTrial(Gpus("1xL4") with { Strategy = ProvisioningStrategy.FlexStart, Timeout = TimeSpan.FromDays(days) });

        Assert.Equal(isAllowed, trial.Choices.Count == 1);
        Assert.Equal(isAllowed ? [] : ["CalibanJobTimeout is 7.5 days, and with CalibanStrategy 'flex-start' a job runs for 7 days at most. Shorten it, or use another strategy."], trial.Mistakes.Select(mistake => mistake.Message));
    }

    [Fact]
    public void Other_strategies_may_run_longer() =>
        Assert.NotNull(new HardwareTrial(Gpus("1xL4") with { Timeout = TimeSpan.FromDays(20) }).Choice);

    [Fact]
    public void Flex_start_takes_no_reservation() => Assert.Equal(
        "CAL5020", new HardwareTrial(Gpus("1xL4") with { Strategy = ProvisioningStrategy.FlexStart, Reservation = "any" }).Mistake.Descriptor.Code);

    [Theory]
    [InlineData("8xV5E", true)]
    [InlineData("4xV6E", true)]
    [InlineData("8xV2", true)]
    [InlineData("16xV5E", false)]
    [InlineData("8xTPU7X", false)]
    [InlineData("32xV2", false)]
    public void Spot_machines_are_no_TPU_Pods(string spec, bool isAllowed)
    {
        var trial = new HardwareTrial(Tpus(spec) with { Strategy = ProvisioningStrategy.Spot });

        Assert.Equal(isAllowed ? [] : ["CAL5015"], Codes(trial.Mistakes));
    }

    [Fact]
    public void A_slice_on_several_machines_is_a_Pod() => Assert.Equal(
        "CalibanStrategy 'spot' can't be used for '8xV5E', a TPU Pod of 2 machines. Use 'standard', or one of these counts, which are a single machine: {1, 4, 8}.",
        new HardwareTrial(Tpus("8xV5E") with { MachineType = "ct5lp-hightpu-4t", Strategy = ProvisioningStrategy.Spot }).Mistake.Message);

    [Fact]
    public void A_GB200_needs_a_reservation()
    {
        Assert.Equal("CAL5017", new HardwareTrial(Gpus("4xGB200")).Mistake.Descriptor.Code);
        Assert.Equal("a4x-highgpu-4g", new HardwareTrial(Gpus("4xGB200") with { Reservation = "any" }).Choice.MachineType);
    }

    [Theory]
    [InlineData("8xB200", ProvisioningStrategy.Standard, "", true)]
    [InlineData("8xH200", ProvisioningStrategy.Standard, "", true)]
    [InlineData("8xH100_MEGA", ProvisioningStrategy.Standard, "", true)]
    [InlineData("8xH100", ProvisioningStrategy.Standard, "", false)]
    [InlineData("8xB200", ProvisioningStrategy.Spot, "", false)]
    [InlineData("8xB200", ProvisioningStrategy.FlexStart, "", false)]
    [InlineData("8xB200", ProvisioningStrategy.Standard, "any", false)]
    public void What_is_rarely_free_is_said_beforehand(string spec, ProvisioningStrategy strategy, string reservation, bool isSaid) => Assert.Equal(
        isSaid ? ["CAL5019"] : [],
        Codes(new HardwareTrial(Gpus(spec) with { Strategy = strategy, Reservation = reservation }).Warnings));

    [Fact]
    public void A_candidate_that_the_strategy_forbids_is_left_out()
    {
        var trial = new HardwareTrial(Gpus("1xT4", "1xL4") with { Strategy = ProvisioningStrategy.FlexStart });

        Assert.Equal("1xL4", trial.Choice.Spec);
        Assert.Equal(["CAL5018"], Codes(trial.Warnings));
    }
}
