using Caliban.Core.Hardware;
using Caliban.Core.Projects;
using static Caliban.Core.Tests.Hardware.HardwareTrial;

namespace Caliban.Core.Tests.Hardware;

public sealed class CandidateTests
{
    [Fact]
    public void Specs_are_candidates_in_their_order()
    {
        var trial = new HardwareTrial(Gpus("8xA100", "8xV100", "4xT4"));

        Assert.Equal(["8xA100", "8xV100", "4xT4"], trial.Choices.Select(choice => choice.Spec));
        Assert.Equal(["a2-highgpu-8g", "n1-standard-8", "n1-standard-8"], trial.Choices.Select(choice => choice.MachineType));
        Assert.Empty(trial.Warnings);
    }

    [Fact]
    public void GPUs_come_before_TPUs()
    {
        var trial = new HardwareTrial(Gpus("1xT4", "1xL4") with { TpuSpecs = [new DeclaredItem("TpuSpec", "8xV5E", "train.proj")] });

        Assert.Equal(["1xT4", "1xL4", "8xV5E"], trial.Choices.Select(choice => choice.Spec));
    }

    [Fact]
    public void TPUs_alone_bring_no_GPU() => Assert.Equal("8xV3", new HardwareTrial(Tpus("8xV3") with { UseGpu = true }).Choice.Spec);

    [Fact]
    public void An_impossible_candidate_is_left_out_with_its_reason()
    {
        var trial = new HardwareTrial(Gpus("3xV100", "1xP100", "2xT4", "nothing"));

        Assert.Equal(["2xT4"], trial.Choices.Select(choice => choice.Spec));
        Assert.Empty(trial.Mistakes);
        Assert.Equal(["CAL5018", "CAL5018", "CAL5018"], Codes(trial.Warnings));
        Assert.StartsWith("The candidate '3xV100' is left out, and the others remain. 3 GPUs of type V100 aren't available for any machine type.", trial.Warnings[0].Message);
        Assert.Contains("Google ended their support", trial.Warnings[1].Message);
        Assert.StartsWith("The candidate 'nothing' is left out, and the others remain. GPU arg 'nothing' has no 'x' separator.", trial.Warnings[2].Message);
    }

    [Fact]
    public void When_all_are_impossible_each_is_a_mistake()
    {
        var trial = new HardwareTrial(Gpus("3xV100", "1xQ1") with { TpuSpecs = [new DeclaredItem("TpuSpec", "7xV5E", "train.proj")] });

        Assert.Empty(trial.Choices);
        Assert.Equal(["CAL5004", "CAL5003", "CAL5004"], Codes(trial.Mistakes));
        Assert.Empty(trial.Warnings);
    }

    [Fact]
    public void A_machine_leaves_the_candidates_that_it_carries()
    {
        var trial = new HardwareTrial(Gpus("1xL4", "2xV100", "1xT4") with { MachineType = "n1-standard-16" });

        Assert.Equal(["2xV100", "1xT4"], trial.Choices.Select(choice => choice.Spec));
        Assert.Equal(["CAL5018"], Codes(trial.Warnings));
    }

    [Fact]
    public void The_same_candidate_twice_is_one() => Assert.Equal("1xT4", new HardwareTrial(Gpus("1xT4", "1xt4")).Choice.Spec);
}
