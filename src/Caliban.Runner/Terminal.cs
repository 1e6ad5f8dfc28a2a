using Spectre.Console;

namespace Caliban.Runner;

/// <summary>What the screen can do.</summary>
internal static class Terminal
{
    /// <summary>Whether only plain lines are wanted. https://no-color.org: any value of the variable but an empty one.</summary>
    public static bool IsPlain =>
        Console.IsOutputRedirected
        || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        || !AnsiConsole.Profile.Capabilities.Ansi;
}
