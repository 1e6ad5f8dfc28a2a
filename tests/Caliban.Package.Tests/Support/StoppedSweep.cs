using Caliban.Testing;

namespace Caliban.Package.Tests.Support;

/// <summary>
/// A sweep of which one job has ended and two are running, two at once, when the build is told to end: nothing is left of
/// them, not even of the one that ignores the signal and has a child of its own.
/// </summary>
internal static class StoppedSweep
{
    private const string Script = """
        import signal, subprocess, sys, time
        marker, job = sys.argv[1], sys.argv[3]
        if job == "polite":
            try:
                print("polite is ready", flush=True)
                time.sleep(200)
            except KeyboardInterrupt:
                print("polite was interrupted", flush=True)
                sys.exit(1)
        if job == "stubborn":
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(200)", marker])
            print("stubborn is ready", flush=True)
            child.wait()
        """;

    public static async Task AssertNothingIsLeftAsync(string engine, string verb, string signal)
    {
        await using var consumer = await Consumer.CreateAsync(Script, """{"job": ["quick", "polite", "stubborn"]}""");
        var marker = $"marker-of-{consumer.Name}";
        string[] arguments = ["-p:CalibanMaxParallel=2", $"-p:CalibanScriptArgs={marker}"];
        await using var sweep = LiveCommand.StartInterruptible(
            verb == "build" ? consumer.Sweep(engine, arguments) : consumer.Run(engine, arguments));
        await sweep.WaitForAsync("job 1 of 3 succeeded");
        await sweep.WaitForAsync("polite is ready");
        await sweep.WaitForAsync("stubborn is ready");

        await LiveCommand.SignalAsync(signal, verb == "build" ? sweep.Id : RunnerOf(consumer));
        var result = await sweep.EndAsync();

        result.ShouldFail().ShouldSay("polite was interrupted", "1 of 3 experiments succeeded, 2 stopped");
        Assert.Contains("1 of 3 experiments succeeded, 2 stopped", Assert.Single(result.ShouldSayTimes(1, "error CAL")));
        result.ShouldSayTimes(1, "error CAL4012");
        Assert.True(ProcessScan.With(marker) is [], $"Left running: {string.Join('\n', ProcessScan.With(marker))}\n{result}");
        Assert.True(ProcessScan.With(consumer.Name) is [], $"Left running: {string.Join('\n', ProcessScan.With(consumer.Name))}\n{result}");
        if (engine == "docker")
        {
            Assert.Equal("", await DockerCli.ContainersAsync(consumer.Name));
        }
    }

    private static int RunnerOf(Consumer consumer) => Assert.Single(
        ProcessScan.With(consumer.Folder),
        process => process.CommandLine.Contains("Caliban.Runner.dll", StringComparison.Ordinal)).Id;
}
