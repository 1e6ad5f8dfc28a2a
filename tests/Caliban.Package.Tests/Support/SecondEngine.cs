using System.Diagnostics;
using Caliban.Testing;

namespace Caliban.Package.Tests.Support;

/// <summary>
/// A Docker engine that a test may kill, beside the machine's own. It has its own folders, and a network namespace of its
/// own, because an engine without a bridge removes the <c>docker0</c> it finds, which is the first one's. Its containers
/// need <c>--network none</c>.
/// </summary>
internal sealed class SecondEngine : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new("caliban-engine");
    private readonly LiveCommand _daemon;

    private SecondEngine()
    {
        _daemon = new LiveCommand(new Command(
            "unshare", "--net", "dockerd",
            "--config-file", _folder.Write("daemon.json", "{}"),
            "--host", Host,
            "--data-root", Path.Combine(_folder.Path, "data"),
            "--exec-root", Path.Combine(_folder.Path, "exec"),
            "--pidfile", Path.Combine(_folder.Path, "pid"),
            "--bridge=none",
            "--iptables=false",
            "--ip6tables=false")
        {
            Environment = { ["PATH"] = $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin" },
        });
    }

    public string Host => $"unix://{_folder.Path}/docker.sock";

    /// <summary>Starts one that has the base image of the tests.</summary>
    public static async Task<SecondEngine> StartAsync()
    {
        var engine = new SecondEngine();
        try
        {
            await engine.WaitUntilItAnswersAsync();
            var copy = await new Command("sh", "-c", """docker save "$0" | docker --host "$1" load""", DockerFactAttribute.BaseImage, engine.Host).RunAsync();
            copy.ShouldSucceed();
            return engine;
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the engine as a crash would.</summary>
    public async Task KillAsync()
    {
        await _daemon.SignalAsync("KILL");
        await _daemon.EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_daemon.HasExited)
        {
            await _daemon.SignalAsync("TERM");
            await _daemon.EndAsync();
        }

        await _daemon.DisposeAsync();
        // What a killed engine leaves: containerd, the watchers of its containers, and mounts.
        ProcessScan.Kill(_folder.Path);
        foreach (var mount in (await File.ReadAllLinesAsync("/proc/self/mounts"))
            .Select(line => line.Split(' ')[1])
            .Where(path => path.StartsWith(_folder.Path, StringComparison.Ordinal))
            .Reverse())
        {
            await new Command("umount", "--lazy", mount).RunAsync();
        }

        _folder.Dispose();
    }

    private async Task WaitUntilItAnswersAsync()
    {
        var start = Stopwatch.GetTimestamp();
        while ((await new Command("docker", "--host", Host, "version").RunAsync()).ExitCode != 0)
        {
            Assert.False(_daemon.HasExited, _daemon.Text);
            Assert.True(Stopwatch.GetElapsedTime(start) < Limit, _daemon.Text);
            await Task.Delay(200);
        }
    }
}
