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
                await RunAsync(Scale.Full);
                return 0;
            case ["--small"]:
                await RunAsync(Scale.Small);
                return 0;
            default:
                await Console.Error.WriteLineAsync("Usage: Caliban.Benchmarks [--small]");
                return 2;
        }
    }

    private static async Task RunAsync(Scale scale)
    {
        using var folder = new TemporaryFolder("caliban-benchmarks");
        var rows = new List<Row>();
        foreach (var part in Parts(scale, new Workspace(folder)))
        {
            rows.AddRange(await part);
            await Console.Error.WriteLineAsync($"measured: {rows[^1].Case}");
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
}
