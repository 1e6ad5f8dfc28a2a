using System.Diagnostics;
using Caliban.Testing;

namespace Caliban.Benchmarks.Measuring;

/// <summary>A whole command from its start to its end.</summary>
internal static class Timed
{
    /// <returns>Seconds.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<double> RunAsync(Command command)
    {
        var start = Stopwatch.GetTimestamp();
        var result = await command.RunAsync();
        return result.ExitCode == 0
            ? Stopwatch.GetElapsedTime(start).TotalSeconds
            : throw new InvalidOperationException($"{command.Program} {string.Join(' ', command.Arguments)}: {result}");
    }
}
