using Caliban.Core.Diagnostics;
using Caliban.Core.Jobs;
using Caliban.Core.Jobs.Scheduling;

namespace Caliban.Core.Tests.Jobs.Scheduling;

public sealed class CapacityTests
{
    private const long Gigabyte = 1L << 30;

    private static readonly MachineCapacity Machine = new(16, 64 * Gigabyte, []);
    private static readonly MachineCapacity GpuMachine = Machine with { Devices = ["0", "1", "2", "3"] };

    private static readonly SweepPlan Plan = Plans.Create(100);
    private static readonly SweepPlan GpuPlan = Plan with { Image = Plan.Image with { UseGpu = true } };

    [Theory]
    [InlineData(1, null, null, 1)]
    [InlineData(8, null, null, 8)]
    [InlineData(0, null, null, 16)]
    [InlineData(0, 0.5, null, 32)]
    [InlineData(0, 4.0, null, 4)]
    [InlineData(8, 4.0, null, 4)]
    [InlineData(2, 4.0, null, 2)]
    [InlineData(0, null, 16 * Gigabyte, 4)]
    [InlineData(0, 8.0, 10 * Gigabyte, 2)]
    public void Processors_memory_and_the_user_limit_what_runs_at_once(int maxParallel, double? cpus, long? memory, int expected) =>
        Assert.Equal(expected, Capacity.Of(Plan with { MaxParallel = maxParallel, CpusPerJob = cpus, MemoryPerJob = memory }, Machine).Slots);

    [Fact]
    public void It_is_said_when_the_user_asked_for_more_than_there_is_room_for()
    {
        Assert.Equal("4 jobs run at once: CalibanCpusPerJob leaves no room for more", Capacity.Of(Plan with { MaxParallel = 8, CpusPerJob = 4 }, Machine).Note);
        Assert.Equal("", Capacity.Of(Plan with { MaxParallel = 0, CpusPerJob = 4 }, Machine).Note);
    }

    [Theory]
    [InlineData(null, 1, 4)]
    [InlineData(2, 1, 2)]
    [InlineData(1, 3, 12)]
    public void With_GPUs_these_decide_how_many_jobs_run_at_once(int? gpus, int jobsPerGpu, int expected) => Assert.Equal(
        expected,
        Capacity.Of(WithGpus(GpuPlan with { MaxParallel = 0, JobsPerGpu = jobsPerGpu }, gpus), GpuMachine).Slots);

    [Theory]
    [InlineData(1, null, 4)]
    [InlineData(2, null, 1)]
    [InlineData(0, null, 1)]
    [InlineData(2, 3, 3)]
    [InlineData(2, 0, 0)]
    public void A_single_job_has_all_GPUs_and_one_of_several_has_one_unless_it_says_more(int maxParallel, int? gpus, int expected)
    {
        var plan = WithGpus(GpuPlan with { MaxParallel = maxParallel }, gpus);

        Assert.Equal(expected, Capacity.Of(plan, GpuMachine).DevicesOf(plan.Jobs[0]));
    }

    [Fact]
    public void A_job_without_a_GPU_takes_none() => Assert.Equal(0, Capacity.Of(Plan, GpuMachine).DevicesOf(Plan.Jobs[0]));

    [Fact]
    public void A_job_that_is_larger_than_the_machine_is_refused()
    {
        var mistakes = Mistakes(Plan with { CpusPerJob = 17, MemoryPerJob = 65 * Gigabyte }, Machine);

        Assert.Equal(
            [
                "CalibanCpusPerJob asks for 17 processors for each job, and this machine has 16. Ask for less, or run the sweep on a larger machine.",
                "CalibanMemoryPerJob asks for 65 GiB for each job, and this machine has 64 GiB. Ask for less, or run the sweep on a larger machine.",
            ],
            mistakes.Select(mistake => mistake.Message));
        Assert.All(mistakes, mistake => Assert.Same(LocalRunDiagnostics.JobTooLarge, mistake.Descriptor));
    }

    [Fact]
    public void A_job_that_needs_more_GPUs_than_there_are_is_refused() =>
        Assert.Same(LocalRunDiagnostics.TooFewGpus, Assert.Single(Mistakes(WithGpus(GpuPlan, 5), GpuMachine)).Descriptor);

    [Fact]
    public void GPUs_that_nobody_lists_cannot_be_shared_out()
    {
        Assert.Same(LocalRunDiagnostics.GpusUnknown, Assert.Single(Mistakes(GpuPlan with { MaxParallel = 2 }, Machine)).Descriptor);
        Assert.Same(LocalRunDiagnostics.GpusUnknown, Assert.Single(Mistakes(WithGpus(GpuPlan, 1), Machine)).Descriptor);
        Assert.Equal(1, Capacity.Of(GpuPlan, Machine).Slots);
    }

    private static SweepPlan WithGpus(SweepPlan plan, int? gpus) => plan with { Jobs = [.. plan.Jobs.Select(job => job with { Gpus = gpus })] };

    private static IReadOnlyList<Diagnostic> Mistakes(SweepPlan plan, MachineCapacity machine) =>
        Assert.Throws<DiagnosticException>(() => Capacity.Of(plan, machine)).Diagnostics;
}
