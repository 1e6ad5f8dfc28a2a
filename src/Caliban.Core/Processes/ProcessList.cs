using System.Diagnostics;
using System.Globalization;

namespace Caliban.Core.Processes;

/// <summary>The processes of this machine with their parents, as <c>ps</c> lists them (macOS has no /proc).</summary>
internal static class ProcessList
{
    public static List<(int Id, int Parent)> Read()
    {
        using var ps = Process.Start(new ProcessStartInfo("/bin/ps", ["-axo", "pid=,ppid="]) { RedirectStandardOutput = true });
        return ps is null ? [] : Parse(ps.StandardOutput.ReadToEnd());
    }

    /// <summary>The processes whose command line holds a text.</summary>
    public static IReadOnlyList<int> WithArguments(string text)
    {
        using var ps = Process.Start(new ProcessStartInfo("/bin/ps", ["-axwwo", "pid=,args="]) { RedirectStandardOutput = true });
        return ps is null ? [] : ParseArguments(ps.StandardOutput.ReadToEnd(), text);
    }

    internal static IReadOnlyList<int> ParseArguments(string list, string text) =>
    [
        .. list.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.Contains(text, StringComparison.Ordinal))
            .Select(line => int.Parse(line.TrimStart().Split(' ')[0], CultureInfo.InvariantCulture)),
    ];

    internal static List<(int Id, int Parent)> Parse(string text) =>
    [
        .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(columns => columns.Length == 2)
            .Select(columns => (int.Parse(columns[0], CultureInfo.InvariantCulture), int.Parse(columns[1], CultureInfo.InvariantCulture))),
    ];
}
