using Caliban.Core.Processes;

namespace Caliban.Core.Local;

/// <summary><c>docker run</c> commands that outlived the process that started them.</summary>
internal static class DetachedClients
{
    /// <summary>Ends those of a container. On Linux they carry its name as their mark, on macOS on their command line; on Windows they are not found.</summary>
    public static void End(string container)
    {
        if (OperatingSystem.IsLinux())
        {
            ProcessTree.SignalMarked(container, UnixSignal.Kill);
        }
        else if (OperatingSystem.IsMacOS())
        {
            foreach (var id in ProcessList.WithArguments($" run --init --name {container} "))
            {
                ProcessTree.End(id, "");
            }
        }
    }
}
