using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Caliban.Core.Processes;

/// <summary>
/// A process with everything it started. On Linux the members are known by a variable in their environment, so that
/// those whose parent has ended are found too; on macOS by their parents; Windows has no signals for other processes.
/// </summary>
internal static partial class ProcessTree
{
    /// <summary>Set in each child to a value of its own, and inherited by its descendants.</summary>
    public const string MarkerVariable = "CALIBAN_PROCESS";

    /// <summary>Sends a signal to every member that lives. False on Windows.</summary>
    public static bool Signal(int root, string marker, UnixSignal signal)
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        foreach (var member in OperatingSystem.IsLinux() ? MarkedProcesses(marker) : Descendants(root))
        {
            _ = Kill(member, (int)signal);
        }

        return true;
    }

    /// <summary>Ends every member at once, on any system.</summary>
    /// <param name="root">A process that was seen to live a moment ago.</param>
    public static void End(int root, string marker)
    {
        if (Signal(root, marker, UnixSignal.Kill))
        {
            return;
        }

        try
        {
            using var process = Process.GetProcessById(root);
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended by itself.
        }
    }

    /// <summary>Whether any process with a marker runs; false where they cannot be found, which is everywhere but on Linux.</summary>
    public static bool HasMarked(string marker) => OperatingSystem.IsLinux() && MarkedProcesses(marker).Any();

    /// <summary>Sends a signal to every process with a marker, on Linux.</summary>
    public static void SignalMarked(string marker, UnixSignal signal)
    {
        foreach (var member in OperatingSystem.IsLinux() ? MarkedProcesses(marker) : [])
        {
            _ = Kill(member, (int)signal);
        }
    }

    private static IEnumerable<int> MarkedProcesses(string marker)
    {
        // With the zeros between variables, so that no other value begins or ends like it.
        var wanted = Encoding.UTF8.GetBytes($"\0{MarkerVariable}={marker}\0");
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && HasVariable(Path.Combine(folder, "environ"), wanted))
            {
                yield return id;
            }
        }
    }

    private static bool HasVariable(string environmentFile, byte[] variable)
    {
        try
        {
            var environment = File.ReadAllBytes(environmentFile).AsSpan();
            return environment.IndexOf(variable) >= 0 || environment.StartsWith(variable.AsSpan(1));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false; // It has ended, or belongs to another user and so is not a descendant.
        }
    }

    private static List<int> Descendants(int root)
    {
        var children = new Dictionary<int, List<int>>();
        foreach (var (id, parent) in ProcessList.Read())
        {
            (children.TryGetValue(parent, out var list) ? list : children[parent] = []).Add(id);
        }

        List<int> members = [root];
        for (var i = 0; i < members.Count; i++)
        {
            members.AddRange(children.GetValueOrDefault(members[i], []));
        }

        return members;
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int id, int signal);
}
