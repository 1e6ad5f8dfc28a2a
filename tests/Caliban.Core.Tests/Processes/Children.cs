using System.Diagnostics;
using System.Globalization;
using Caliban.Core.Processes;

namespace Caliban.Core.Tests.Processes;

/// <summary>Real child processes for tests: what they are, and what became of them.</summary>
internal static class Children
{
    /// <summary>Longer than any test may wait for anything.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public static string Python { get; } = Find("python3");

    public static ProcessSpecification Script(string code, params string[] arguments) => new(Python, ["-u", "-c", code, .. arguments]);

    public static ProcessSpecification Shell(string code, params string[] arguments) => new(Find("sh"), ["-c", code, "sh", .. arguments]);

    public static bool IsRunning(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited && !IsZombie(id);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Waits until a file is complete: the last thing written is a line end.</summary>
    public static async Task<string> WaitForLineAsync(string file)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            if (File.Exists(file) && await File.ReadAllTextAsync(file, limit.Token) is { } text && text.EndsWith('\n'))
            {
                return text.Trim();
            }

            await Task.Delay(20, limit.Token);
        }
    }

    /// <summary>The process number a script wrote.</summary>
    public static async Task<int> WaitForIdAsync(string file) =>
        int.Parse(await WaitForLineAsync(file), CultureInfo.InvariantCulture);

    /// <summary>A process that has no parent left is collected by the system a moment after its end.</summary>
    public static async Task AssertEndsAsync(int id)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (IsRunning(id))
        {
            await Task.Delay(20, limit.Token);
        }
    }

    // Where nothing collects orphans, as in many containers, an ended process stays in the table.
    private static bool IsZombie(int id)
    {
        var status = $"/proc/{id}/stat";
        try
        {
            return File.Exists(status) && File.ReadAllText(status).Split(") ")[^1].StartsWith('Z');
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static string Find(string name) =>
        ExecutableFinder.Find(Environment.GetEnvironmentVariable("PATH"), name)
        ?? throw new InvalidOperationException($"the tests need {name} on the PATH");
}
