using System.Diagnostics;
using Caliban.Testing;

namespace Caliban.Benchmarks.Measuring;

/// <summary>A build as a person types it, with nothing left running that would make the next one faster.</summary>
/// <param name="Project">The project file or its folder.</param>
/// <param name="Arguments">After <c>dotnet build project</c>.</param>
internal sealed record Build(string Project, params string[] Arguments)
{
    public const string HistoryVariable = "CALIBAN_DB_URL";

    /// <summary>A file below a file: work that opens a history without being given one fails, and touches nobody's.</summary>
    public static string NoHistory { get; } = Path.Combine(typeof(Build).Assembly.Location, "history.db");

    /// <summary>Variables to set.</summary>
    public Dictionary<string, string> Variables { get; } = new() { [HistoryVariable] = NoHistory };

    /// <summary>Seconds from the start of the command to its end, and what it wrote.</summary>
    /// <exception cref="InvalidOperationException">The build failed.</exception>
    public async Task<(double Seconds, string Output)> RunAsync()
    {
        // Release: the tasks as they are in the package, with optimised code.
        var folder = Directory.Exists(Project) ? Project : Path.GetDirectoryName(Project)!;
        var command = Command.Dotnet(folder, ["build", Project, "-c", "Release", "-tl:off", .. Arguments]);
        foreach (var (name, value) in Variables)
        {
            command.Environment[name] = value;
        }

        var start = Stopwatch.GetTimestamp();
        var result = await command.RunAsync();
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return result.ExitCode == 0 ? (seconds, result.Output) : throw new InvalidOperationException($"{command}: {result}");
    }
}
