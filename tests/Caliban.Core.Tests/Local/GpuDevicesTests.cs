using Caliban.Core.Jobs;
using Caliban.Core.Local;
using Caliban.Core.Processes;
using Caliban.Core.Tests.Jobs;
using Caliban.Testing;

namespace Caliban.Core.Tests.Local;

public sealed class GpuDevicesTests
{
    private static readonly string[] Four = ["0", "1", "2", "3"];

    [UnixFact]
    public async Task The_driver_lists_them()
    {
        using var folder = new TemporaryFolder();
        await ShellScript.WriteAsync(Path.Combine(folder.Path, "nvidia-smi"), "test \"$*\" = '--query-gpu=index --format=csv,noheader' && printf '0\\n1\\n2\\n3\\n'");

        Assert.Equal(Four, await GpuDevices.ListAsync(folder.Path, CancellationToken.None));
    }

    [UnixTheory]
    [InlineData("echo 'NVIDIA-SMI has failed because it could not communicate with the driver.'; exit 9")]
    [InlineData("echo 'No devices were found'")]
    public async Task A_driver_that_does_not_work_lists_none(string script)
    {
        using var folder = new TemporaryFolder();
        await ShellScript.WriteAsync(Path.Combine(folder.Path, "nvidia-smi"), script);

        Assert.Null(await GpuDevices.ListAsync(folder.Path, CancellationToken.None));
        Assert.Null(await GpuDevices.ListAsync("/nowhere", CancellationToken.None));
    }

    [Theory]
    [InlineData(null, "0,1,2,3")]
    [InlineData("", "0,1,2,3")]
    [InlineData("3, 1", "3,1")]
    [InlineData("2,9", "2")]
    [InlineData("-1", "")]
    [InlineData("NoDevFiles", "")]
    [InlineData("1,-1,2", "1")]
    [InlineData("GPU-8932f937-d72c-4106-c12f-20bd9faed9f6", "GPU-8932f937-d72c-4106-c12f-20bd9faed9f6")]
    public void The_build_gives_only_what_it_has(string? visible, string given) => Assert.Equal(given, string.Join(',', GpuDevices.Restrict(Four, visible)));

    [UnixFact]
    public async Task Processes_are_given_what_the_build_has()
    {
        using var folder = new TemporaryFolder();
        await ShellScript.WriteAsync(Path.Combine(folder.Path, "nvidia-smi"), "printf '0\\n1\\n2\\n3\\n'");
        await ShellScript.WriteAsync(Path.Combine(folder.Path, "python3"), "");
        var plan = Plans.Create(1);
        var withGpu = plan with { Image = plan.Image with { UseGpu = true } };

        Assert.Equal(["2", "3"], await DevicesAsync(withGpu));
        Assert.Empty(await DevicesAsync(plan));

        Task<IReadOnlyList<string>> DevicesAsync(SweepPlan plan) =>
            new ProcessJobEngine(plan.Run(), folder.Path, variable: name => name == "CUDA_VISIBLE_DEVICES" ? "2,3" : null).DevicesAsync(CancellationToken.None);
    }

    [Fact]
    public void Containers_get_devices_and_limits()
    {
        var plan = Plans.Create(1) with { CpusPerJob = 1.5, MemoryPerJob = 2048 };
        var withGpu = Plans.Create(1) with { Image = plan.Image with { UseGpu = true } };

        Assert.Equal(["--cpus", "1.5", "--memory", "2048", "--memory-swap", "2048"], DockerHardware.Arguments(plan, []));
        Assert.Equal(["--gpus", "\"device=0,3\""], DockerHardware.Arguments(withGpu, ["0", "3"]));
        Assert.Equal(["--gpus", "all"], DockerHardware.Arguments(withGpu, []));
        Assert.Equal(["--gpus", "\"device=1\""], DockerHardware.Arguments(withGpu, [], visible: ["1"]));
        Assert.Empty(DockerHardware.Arguments(withGpu, [], visible: []));
    }

    [UnixFact]
    public async Task A_process_sees_its_devices_its_threads_and_its_metrics_file()
    {
        using var folder = new TemporaryFolder();
        folder.Write("train.py", """
            import os
            print([os.environ.get(name) for name in ("CUDA_VISIBLE_DEVICES", "NVIDIA_VISIBLE_DEVICES", "CUDA_DEVICE_ORDER", "OMP_NUM_THREADS", "DECLARED")])
            open(os.environ["CALIBAN_METRICS"], "w").write("x")
            """);
        var plan = Plans.Create(1, folder.Path) with
        {
            Image = new Core.Images.ImageDeclaration(new Core.Projects.ProjectProgram(Core.Projects.ProgramKind.PythonScript, "train.py", ".")),
            CpusPerJob = 2.7,
            Environment = [new JobVariable("DECLARED", "a b")],
        };
        var engine = new ProcessJobEngine(plan.Run(), Environment.GetEnvironmentVariable("PATH"), variable: _ => null);
        var output = new Processes.RecordedOutput();
        var launch = new JobLaunch(
            new PlannedJob(1, "", []), 1, "caliban-mnist-1", plan.Run().LogPath(plan.Jobs[0], 1), Path.Combine(folder.Path, "metrics", "m.jsonl"), ["0", "3"]);

        await engine.PrepareAsync(_ => { }, CancellationToken.None);
        var outcome = await engine.RunAsync(launch, output.Add, _ => Task.CompletedTask, CancellationToken.None);
        engine.Release(launch);
        await engine.CleanUpAsync();

        Assert.Equal("['0,3', '0,3', 'PCI_BUS_ID', '2', 'a b']\n", System.Text.Encoding.UTF8.GetString(output.Standard));
        Assert.Equal(JobOutcome.Exited(0), outcome);
        Assert.Equal("x", await File.ReadAllTextAsync(launch.MetricsPath));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(plan.OutputFolder, "process")));
    }
}
