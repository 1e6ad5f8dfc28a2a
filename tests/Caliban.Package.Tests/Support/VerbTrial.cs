using System.Globalization;
using Caliban.Testing;

namespace Caliban.Package.Tests.Support;

/// <summary>A sweep of three experiments: one fails, one succeeds, and one waits until it is let go.</summary>
internal sealed class VerbTrial : IAsyncDisposable
{
    /// <summary>The group of its jobs.</summary>
    public const string Group = "verbs";

    private const string Script = """
        import os, sys, time
        how = sys.argv[3]
        print("caliban-metric loss=0.25 step=7", flush=True)
        print("begins", how, flush=True)
        while how == "long" and not os.path.exists(sys.argv[1]):
            time.sleep(0.1)
        print("ends", how, flush=True)
        sys.exit(3 if how == "bad" else 0)
        """;

    private readonly Gate _gate = new();
    private readonly string _engine;
    private int _logs;

    private VerbTrial(Consumer consumer, string engine) => (Consumer, _engine) = (consumer, engine);

    public Consumer Consumer { get; }

    public static async Task<VerbTrial> CreateAsync(string engine, string experiments = """{"how": ["bad", "good", "long"]}""") =>
#pragma warning disable CA2000 // the trial disposes of it
        new(await Consumer.CreateAsync(Script, experiments), engine);
#pragma warning restore CA2000

    /// <summary>The long job ends.</summary>
    public void LetGo() => _gate.Open();

    /// <summary>A verb on the group, with a binary log of its own.</summary>
    public Command Verb(string target, params string[] arguments) => Consumer.Build(
        target,
        [
            $"-p:CalibanEngine={_engine}", $"-p:CalibanXGroup={Group}", "-p:CalibanMaxParallel=3", .. _gate.Arguments,
            string.Create(CultureInfo.InvariantCulture, $"-bl:obj/{target}-{++_logs}.binlog"), .. arguments,
        ]);

    /// <summary>The sweep in the background, with its long job running and the others at their ends.</summary>
    public async Task<LiveCommand> StartAsync()
    {
        var sweep = new LiveCommand(Verb("CalibanRun"));
        await sweep.WaitForAsync("job 1 of 3 failed with exit code 3");
        await sweep.WaitForAsync("job 2 of 3 succeeded");
        await sweep.WaitForAsync("begins long");
        return sweep;
    }

    /// <summary>The jobs as the history has them, the newest of each experiment.</summary>
    public async Task<IReadOnlyList<Dictionary<string, string>>> JobsAsync() =>
        (await Verb("CalibanStatus", "-getTargetResult:CalibanStatus").RunAsync()).ShouldSucceed().Returned("CalibanStatus");

    /// <summary>Every verb left a binary log that can be read, and none holds a text.</summary>
    public async Task ShouldHaveLogsWithoutAsync(string secret)
    {
        var all = Directory.GetFiles(Path.Combine(Consumer.Folder, "obj"), "*.binlog");
        Assert.Equal(_logs, all.Length);
        var read = await FileSearch.FindAsync(Path.Combine(Consumer.Folder, "obj"), VerbTrial.Group);
        Assert.All(all, log => Assert.Contains(log, read));
        Assert.Equal("", await FileSearch.FindAsync(Consumer.Folder, secret));
    }

    public async ValueTask DisposeAsync()
    {
        LetGo();
        await Consumer.DisposeAsync();
        _gate.Dispose();
    }
}
