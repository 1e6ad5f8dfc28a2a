using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Caliban.Core.Processes;

/// <summary>Tells processes of this machine apart, also from a later one that was given the same id.</summary>
public static class ProcessIdentities
{
    private static readonly Lazy<ProcessIdentity> Own = new(() => Of(Environment.ProcessId)!);

    // Start times count from the start of the machine, so they say nothing without knowing which start that was.
    private static readonly Lazy<string> Boot = new(() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim());

    /// <summary>This process.</summary>
    public static ProcessIdentity Current => Own.Value;

    /// <summary>The process that has an id now, or has ended and is not waited for yet; null when there is none.</summary>
    public static ProcessIdentity? Of(int id) => Find(id)?.Identity;

    /// <summary>Whether exactly this process still runs.</summary>
    public static bool IsAlive(ProcessIdentity identity) => Find(identity.Id) is { HasEnded: false } found && found.Identity == identity;

    private static (ProcessIdentity Identity, bool HasEnded)? Find(int id) =>
        OperatingSystem.IsLinux() ? OnLinux(id) : OperatingSystem.IsWindows() ? OnWindows(id) : OnMac(id);

    /// <seealso href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html"/>
    private static (ProcessIdentity Identity, bool HasEnded)? OnLinux(int id)
    {
        const int StartTime = 22;
        const int State = 3;
        try
        {
            var text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));

            // The name of the program, the second field, is in parentheses and may hold blanks and parentheses itself.
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (new ProcessIdentity(id, $"{Boot.Value}/{fields[StartTime - State]}"), fields[0] is "Z" or "X");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null; // There is none, or it ended while it was read.
        }
    }

    private static (ProcessIdentity Identity, bool HasEnded)? OnMac(int id)
    {
        var start = new ProcessStartInfo("/bin/ps", ["-o", "stat=", "-o", "lstart=", "-p", id.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            Environment = { ["LC_ALL"] = "C", ["TZ"] = "UTC" },
        };
        using var ps = Process.Start(start);
        return ps is null ? null : ParseListed(id, ps.StandardOutput.ReadToEnd());
    }

    /// <param name="text">State and start: <c>Ss   Fri Jan  2 03:04:05 2026</c>.</param>
    internal static (ProcessIdentity Identity, bool HasEnded)? ParseListed(int id, string text) =>
        text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries) is [var state, .. { Length: > 0 } time]
            ? (new ProcessIdentity(id, string.Join(' ', time)), state.StartsWith('Z'))
            : null;

    private static (ProcessIdentity Identity, bool HasEnded)? OnWindows(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return (new ProcessIdentity(id, process.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture)), process.HasExited);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null; // There is none, or it belongs to somebody else.
        }
    }
}
