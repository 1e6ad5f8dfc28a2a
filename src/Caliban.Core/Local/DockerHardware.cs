using System.Globalization;
using Caliban.Core.Jobs;

namespace Caliban.Core.Local;

/// <summary>The arguments of <c>docker run</c> for GPUs and limits.</summary>
/// <seealso href="https://docs.docker.com/engine/containers/resource_constraints/"/>
internal static class DockerHardware
{
    /// <param name="visible">The devices that the build itself is restricted to; null for no restriction.</param>
    public static IReadOnlyList<string> Arguments(SweepPlan plan, IReadOnlyList<string> devices, IReadOnlyList<string>? visible = null) =>
    [
        .. Gpus(devices.Count == 0 && plan.UseGpu ? visible ?? ["all"] : devices),
        .. plan.CpusPerJob is { } cpus ? ["--cpus", cpus.ToString(CultureInfo.InvariantCulture)] : Array.Empty<string>(),
        .. plan.MemoryPerJob is { } memory ? Memory(memory.ToString(CultureInfo.InvariantCulture)) : [],
    ];

    // The value is a record of CSV, so a list in it stands in quotes.
    private static string[] Gpus(IReadOnlyList<string> devices) => devices switch
    {
        [] => [],
        ["all"] => ["--gpus", "all"],
        _ => ["--gpus", $"\"device={string.Join(',', devices)}\""],
    };

    // As much memory with swap as without: none of it is swap, so a job that needs more ends instead of slowing all down.
    private static string[] Memory(string bytes) => ["--memory", bytes, "--memory-swap", bytes];
}
