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

    private static IEnumerable<int> MarkedProcesses(string marker)
    {
        var wanted = Encoding.ASCII.GetBytes($"{MarkerVariable}={marker}");
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
            return File.ReadAllBytes(environmentFile).AsSpan().IndexOf(variable) >= 0;
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
