using System.Globalization;
using Caliban.Testing;

namespace Caliban.Benchmarks.Measuring;

/// <summary>What one process measured of itself.</summary>
/// <param name="First">Seconds of the first time.</param>
/// <param name="PeakBytes">After the first time.</param>
/// <param name="Repeated">Seconds of the median repetition; 0 without any.</param>
internal sealed record InnerResult(double First, long PeakBytes, double Repeated)
{
    /// <summary>This program in a fresh process, without variables that make the runtime behave as no build does.</summary>
    /// <param name="history">The address of the history; empty for work that must not open one.</param>
    public static Task<InnerResult> OfUsAsync(string work, string file, int expectedCount, string history = "") => RunAsync(
        new Command(Command.DotnetPath, CompiledProgram.Path, InnerMeasurement.Option, work, file)
        {
            Environment = { [Build.HistoryVariable] = history.Length > 0 ? history : Build.NoHistory },
        },
        expectedCount);

    /// <summary>The same work in Python; null where there is no Python.</summary>
    public static Task<InnerResult?> OfPythonAsync(string work, string file, int expectedCount, string script = "expand.py") =>
        OfPythonAsync(expectedCount, script, work, file);

    /// <summary>A script with arguments of its own.</summary>
    public static async Task<InnerResult?> OfPythonAsync(int expectedCount, string script, params string[] arguments)
    {
        try
        {
            return await RunAsync(new Command("python3", [Path.Combine(AppContext.BaseDirectory, script), .. arguments]), expectedCount);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static async Task<InnerResult> RunAsync(Command command, int expectedCount)
    {
        var result = await command.RunAsync();
        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Numbers).ToList();
        return result.ExitCode == 0 && lines[0][0] == expectedCount
            ? new InnerResult(lines[0][1], (long)lines[0][2], lines.Count > 1 ? new Samples(lines[1]).Median : 0)
            : throw new InvalidOperationException($"{command}: {result}");
    }

    private static double[] Numbers(string line) =>
        [.. line.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
}
