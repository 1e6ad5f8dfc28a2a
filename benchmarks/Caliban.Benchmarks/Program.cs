using Caliban.Benchmarks.Cases;
using Caliban.Benchmarks.Measuring;
using Caliban.Benchmarks.Reporting;
using Caliban.Testing;
using Caliban.Testing.Registries;

namespace Caliban.Benchmarks;

/// <summary>
/// Prints one table of times beside their goals. A missed goal is for people to see and does not fail the program; only
/// work that goes wrong does.
/// </summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case [InnerMeasurement.Option, var work, var file]:
                return InnerMeasurement.Run(work, file);
            case []:
                await RunAsync(Scale.Full, Parts);
                return 0;
            case ["--small"]:
                await RunAsync(Scale.Small, Parts);
                return 0;
            case ["--history"]:
                await RunAsync(Scale.Full, HistoryParts);
                return 0;
            case ["--cloud"]:
                await RunAsync(Scale.Full, CloudParts);
                return 0;
            default:
                await Console.Error.WriteLineAsync("Usage: Caliban.Benchmarks [--small | --history | --cloud]");
                return 2;
        }
    }

    private static async Task RunAsync(Scale scale, Func<Scale, Workspace, IEnumerable<Task<IReadOnlyList<Row>>>> parts)
    {
        using var folder = new TemporaryFolder("caliban-benchmarks");
        var workspace = new Workspace(folder);
        await CompiledProgram.MakeAsync(workspace);
        var rows = new List<Row>();
        foreach (var part in parts(scale, workspace))
        {
            foreach (var row in await part)
            {
                rows.Add(row);
                await Console.Error.WriteLineAsync($"measured: {row.Case}: {row.Ours}");
            }
        }

        Console.WriteLine();
        Console.WriteLine($"{Environment.ProcessorCount} processors, .NET {Environment.Version}, {scale.Description}");
        Console.WriteLine();
        Table.Write(rows, Console.Out);
    }

    /// <summary>One after the other; each is started when the one before has ended.</summary>
    private static IEnumerable<Task<IReadOnlyList<Row>>> Parts(Scale scale, Workspace workspace)
    {
        yield return new NoOpBuild(workspace).MeasureAsync(scale.Builds);
        yield return new Expansion(workspace).MeasureAsync(scale.Axes, scale.Runs);
        foreach (var count in scale.Counts)
        {
            yield return new ExplicitList(workspace).MeasureAsync(count, scale.Runs);
        }

        foreach (var count in scale.Counts)
        {
            yield return new DryRun(workspace).MeasureAsync(count, scale.Runs);
        }

        foreach (var part in HistoryParts(scale, workspace))
        {
            yield return part;
        }

        foreach (var part in CloudParts(scale, workspace))
        {
            yield return part;
        }

        if (!DockerFactAttribute.EngineAnswers)
        {
            yield break;
        }

        foreach (var files in scale.Files)
        {
            yield return new LocalImage(workspace).MeasureAsync(files, scale.Runs);
            if (RealRegistry.IsInstalled)
            {
                yield return new PushedImage(workspace).MeasureAsync(files, scale.Runs);
            }
        }
    }

    private static IEnumerable<Task<IReadOnlyList<Row>>> HistoryParts(Scale scale, Workspace workspace)
    {
        foreach (var storage in Storages(workspace))
        {
            yield return new RepeatedSweep(workspace, storage).MeasureAsync(scale.Sweeps, scale.Runs);
            yield return new KnownSweep(workspace, storage).MeasureAsync(scale.Counts[0], scale.Runs);
            if (!OperatingSystem.IsWindows())
            {
                yield return new ShortJobs(workspace, storage, "process").MeasureAsync(scale.ShortJobs, scale.Runs);
            }
        }

        if (scale == Scale.Full && DockerFactAttribute.EngineAnswers)
        {
            yield return new ShortJobs(workspace, new SqliteStorage(workspace), "docker").MeasureAsync(scale.ShortJobs, scale.Runs);
        }
    }

    private static IEnumerable<Task<IReadOnlyList<Row>>> CloudParts(Scale scale, Workspace workspace)
    {
        var cases = new CloudSweeps(workspace);
        yield return cases.SubmitAsync(scale.CloudJobs, scale == Scale.Full ? 3 : 1);
        yield return cases.StatusAsync(scale.Counts[0], scale.Runs);
        yield return cases.DryRunAsync(1000, scale.Runs);
        if (scale == Scale.Full)
        {
            yield return cases.LimitAsync(180);
        }
    }

    private static IEnumerable<HistoryStorage> Storages(Workspace workspace)
    {
        yield return new SqliteStorage(workspace);
        if (PostgresServer.Programs is not null)
        {
            yield return new PostgresStorage(PostgresServer.SharedAsync().GetAwaiter().GetResult());
        }
    }
}
