using Caliban.Core.Processes;

namespace Caliban.Core.Local;

/// <summary>Whether processes of this machine find a GPU.</summary>
internal static class LocalGpu
{
    /// <summary>The driver brings this program with it.</summary>
    public static bool IsPresent(string? searchPath) =>
        ExecutableFinder.Find(searchPath, "nvidia-smi") is not null || File.Exists("/dev/nvidiactl");
}
