using System.Diagnostics;
using System.Globalization;

namespace Caliban.Package.Tests.Support;

/// <summary>The processes of this machine by their command lines. Linux only.</summary>
internal static class ProcessScan
{
    /// <summary>Ids and command lines of the processes whose command line holds a text.</summary>
    public static IReadOnlyList<(int Id, string CommandLine)> With(string text)
    {
        var found = new List<(int, string)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id != Environment.ProcessId
                && Read(folder) is var commandLine && commandLine.Contains(text, StringComparison.Ordinal))
            {
                found.Add((id, commandLine));
            }
        }

        return found;
    }

    /// <summary>Ends every process whose command line holds a text, and its children, by their ids.</summary>
    public static void Kill(string text)
    {
        foreach (var (id, _) in With(text))
        {
            try
            {
                using var process = Process.GetProcessById(id);
                process.Kill(entireProcessTree: true);
            }
            catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
            {
                // It has ended by itself.
            }
        }
    }

    private static string Read(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
