using Caliban.Package.Tests.Support;
using Caliban.Testing;

namespace Caliban.Package.Tests;

/// <summary>Sixteen GPUs that a stub of <c>nvidia-smi</c> lists, and jobs that notice when they have one that another job has.</summary>
public sealed class GpuPackingTests
{
    private const string Script = """
        import os, sys, time
        folder, count = sys.argv[1], int(sys.argv[sys.argv.index("--gpus") + 1])
        devices = os.environ["CUDA_VISIBLE_DEVICES"].split(",")
        if len(set(devices)) != count:
            sys.exit(f"{count} GPUs were asked for and {devices} given")
        for device in devices:
            try:
                os.close(os.open(os.path.join(folder, f"held-{device}"), os.O_CREAT | os.O_EXCL))
            except FileExistsError:
                sys.exit(f"GPU {device} is booked twice")
            open(os.path.join(folder, f"used-{device}"), "w").close()
        time.sleep(0.2)
        for device in devices:
            os.remove(os.path.join(folder, f"held-{device}"))
        """;

    [LinuxFact]
    public async Task A_hundred_jobs_of_mixed_size_share_sixteen_GPUs_and_none_is_booked_twice()
    {
        using var gpus = new StubGpus(16);
        await using var consumer = await CreateAsync(25);

        var sweep = await gpus.Apply(Sweep(consumer, gpus)).RunAsync();

        sweep.ShouldSucceed().ShouldSay("100 of 100 experiments succeeded");
        Assert.Equal(gpus.All, gpus.Used);
    }

    [LinuxFact]
    public async Task Two_builds_at_once_do_not_book_the_same_GPU()
    {
        using var gpus = new StubGpus(16);
        await using var one = await CreateAsync(8);
        await using var other = await CreateAsync(8);
        other.HistoryUrl = one.HistoryUrl;

        var sweeps = await Task.WhenAll(gpus.Apply(Sweep(one, gpus)).RunAsync(), gpus.Apply(Sweep(other, gpus)).RunAsync());

        Assert.All(sweeps, sweep => sweep.ShouldSucceed().ShouldSay("32 of 32 experiments succeeded"));
        Assert.Equal(gpus.All, gpus.Used);
    }

    [LinuxFact]
    public async Task A_GPU_is_free_again_however_its_job_died()
    {
        using var gpus = new StubGpus(2);
        await using var consumer = await Consumer.CreateAsync(
            """
            import os, signal, sys
            how = sys.argv[2]
            if how == "crash": os.kill(os.getpid(), signal.SIGSEGV)
            if how == "killed": os.kill(os.getpid(), signal.SIGKILL)
            if how == "error": sys.exit(3)
            """,
            """{"how": ["crash", "killed", "error", "crash", "killed", "error", "fine", "fine"]}""",
            """<GpuSpec Include="2xT4" />""");

        var sweep = await gpus.Apply(consumer.Sweep("process", "-p:CalibanMaxParallel=auto", "-p:CalibanGpusPerJob=1")).RunAsync();

        sweep.ShouldFail().ShouldSay("2 of 8 experiments succeeded, 6 failed");
    }

    private static async Task<Consumer> CreateAsync(int repetitions) => await Consumer.CreateAsync(
        Script,
        $$"""{"gpus": [1, 2, 4, 8], "repetition": [{{string.Join(", ", Enumerable.Range(1, repetitions))}}]}""",
        """<GpuSpec Include="8xT4" />""");

    private static Command Sweep(Consumer consumer, StubGpus gpus) => consumer.Sweep(
        "process", "-p:CalibanMaxParallel=auto", "-p:CalibanGpusPerJob=gpus", $"-p:CalibanScriptArgs={gpus.Folder}");
}
