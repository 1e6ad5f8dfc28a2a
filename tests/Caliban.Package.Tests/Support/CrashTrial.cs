using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Caliban.Testing;

namespace Caliban.Package.Tests.Support;

/// <summary>
/// A sweep whose build is killed again and again. Every job writes into a ledger when it begins and when it ends, so that
/// it can be counted how often each experiment ran.
/// </summary>
internal sealed partial class CrashTrial : IAsyncDisposable
{
    private const string Script = """
        import os, random, sys, time
        ledger, job = sys.argv[1], sys.argv[3]
        def note(word):
            handle = os.open(os.path.join(ledger, job), os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o666)
            os.write(handle, (word + "\n").encode())
            os.close(handle)
        note("begins")
        print("job", job, "begins", flush=True)
        print("caliban-metric progress=0.5 step=1", flush=True)
        time.sleep(random.choice([0.05, 0.1, 0.2, 0.3, 0.5, 3]))
        print("job", job, "ends", flush=True)
        note("ends")
        """;

    private readonly Consumer _consumer;
    private readonly TemporaryFolder _ledger = new("caliban-ledger");
    private readonly string _engine;
    private readonly int _jobs;

    private CrashTrial(Consumer consumer, string engine, int jobs) => (_consumer, _engine, _jobs) = (consumer, engine, jobs);

    public Consumer Consumer => _consumer;

    /// <summary>What the builds said of the jobs of those that were killed.</summary>
    public CrashFigures Figures { get; private set; } = new();

    public static async Task<CrashTrial> CreateAsync(string engine, int jobs)
    {
        var numbers = string.Join(", ", Enumerable.Range(1, jobs));
#pragma warning disable CA2000 // the trial disposes of it
        return new CrashTrial(await Consumer.CreateAsync(Script, $$"""{"job": [{{numbers}}]}"""), engine, jobs);
#pragma warning restore CA2000
    }

    /// <summary>The sweep, which leaves out what has succeeded.</summary>
    public Command Sweep(params string[] arguments) => _consumer.Sweep(
        _engine,
        [
            $"-p:CalibanScriptArgs={_ledger.Path}",
            $"-p:CalibanDockerRunArgs=-v {_ledger.Path}:{_ledger.Path}",
            "-p:CalibanSkipCompleted=true",
            "-p:CalibanXGroup=crash",
            "-p:CalibanMaxParallel=4",
            .. arguments,
        ]);

    /// <summary>Starts the sweep and kills the build, by SIGKILL. False when it had ended by itself.</summary>
    /// <param name="began">What it says before the time begins to count; empty for its start.</param>
    public async Task<bool> KillAsync(string began, TimeSpan after)
    {
        await using var build = new LiveCommand(Sweep());
        while (!build.HasExited && !build.Text.Contains(began, StringComparison.Ordinal))
        {
            await Task.Delay(2);
        }

        var start = Stopwatch.GetTimestamp();
        while (!build.HasExited && Stopwatch.GetElapsedTime(start) < after)
        {
            await Task.Delay(2);
        }

        var killed = !build.HasExited;
        if (killed)
        {
            await LiveCommand.SignalAsync("KILL", build.Id);
        }

        var result = await build.EndAsync();
        Count(result.Output, killed);
        Assert.True(killed || result.ExitCode == 0, result.ToString());
        return killed;
    }

    /// <summary>Runs the sweep, whose build something else kills.</summary>
    public async Task DieAsync(Action<Command> change)
    {
        const int killed = 128 + 9;
        var command = Sweep();
        change(command);
        var result = await command.RunAsync();
        Count(result.Output, killed: true);
        Assert.True(result.ExitCode == killed, result.ToString());
    }

    /// <summary>Lets the sweep run to its end and looks at everything it left.</summary>
    public async Task FinishAsync()
    {
        var result = (await Sweep().RunAsync()).ShouldSucceed();
        Count(result.Output, killed: false);
        for (var job = 1; job <= _jobs; job++)
        {
            var entries = await ReadLedgerAsync(job);
            Assert.True(entries == "begins\nends\n", $"Experiment {job} ran otherwise than once: {entries.Replace('\n', ' ')}\n{result}");
        }

        Assert.True(ProcessScan.With(_ledger.Path) is [], $"Left running: {string.Join('\n', ProcessScan.With(_ledger.Path))}");
        if (_engine == "docker")
        {
            Assert.Equal("", await DockerCli.ContainersAsync(_consumer.Name));
        }
        else
        {
            // What is left of killed builds themselves goes with the next run that begins a minute later.
            var folder = Path.Combine(_consumer.Folder, "obj", "caliban", "process");
            Assert.Equal([], Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "exit", SearchOption.AllDirectories) : []);
        }

        var again = (await Sweep().RunAsync()).ShouldSucceed();
        again.ShouldSay($"{_jobs} of {_jobs} experiments succeeded, {_jobs} of them up to date");
    }

    public async ValueTask DisposeAsync()
    {
        ProcessScan.Kill(_ledger.Path);
        await _consumer.DisposeAsync();
        _ledger.Dispose();
    }

    private void Count(string output, bool killed) => Figures = Figures with
    {
        Builds = Figures.Builds + 1,
        Kills = Figures.Kills + (killed ? 1 : 0),
        Adopted = Figures.Adopted + Adopted().Count(output),
        EndedUnwatched = Figures.EndedUnwatched + EndedUnwatched().Count(output),
        NeverSubmitted = Figures.NeverSubmitted + NeverSubmitted().Count(output),
        Lost = Figures.Lost + Lost().Count(output),
    };

    private async Task<string> ReadLedgerAsync(int job)
    {
        var file = Path.Combine(_ledger.Path, job.ToString(CultureInfo.InvariantCulture));
        return File.Exists(file) ? await File.ReadAllTextAsync(file) : "";
    }

    [GeneratedRegex("still runs although its build has ended")]
    private static partial Regex Adopted();

    [GeneratedRegex(@"job \d+ of an earlier build \(\S+\): (succeeded|failed)")]
    private static partial Regex EndedUnwatched();

    [GeneratedRegex(@"job \d+ of an earlier build \(\S+\): stopped")]
    private static partial Regex NeverSubmitted();

    [GeneratedRegex(@"job \d+ of an earlier build \(\S+\): lost")]
    private static partial Regex Lost();
}

/// <summary>What a campaign of kills saw.</summary>
/// <param name="Adopted">Jobs that ran on and were followed by the next build.</param>
/// <param name="EndedUnwatched">Jobs that ended while no build watched them.</param>
/// <param name="NeverSubmitted">Jobs that were written down and never reached their engine.</param>
internal sealed record CrashFigures(int Builds = 0, int Kills = 0, int Adopted = 0, int EndedUnwatched = 0, int NeverSubmitted = 0, int Lost = 0)
{
    public static CrashFigures operator +(CrashFigures one, CrashFigures other) => new(
        one.Builds + other.Builds,
        one.Kills + other.Kills,
        one.Adopted + other.Adopted,
        one.EndedUnwatched + other.EndedUnwatched,
        one.NeverSubmitted + other.NeverSubmitted,
        one.Lost + other.Lost);
}
