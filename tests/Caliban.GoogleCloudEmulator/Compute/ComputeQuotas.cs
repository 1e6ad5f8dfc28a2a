using System.Collections.Concurrent;

namespace Caliban.Emulator.Compute;

/// <summary>The quotas of Compute Engine: in every region what a new project has, but for what was set.</summary>
internal sealed class ComputeQuotas
{
    private static readonly ComputeQuota[] Usual =
    [
        new("CPUS", 72, 0), new("DISKS_TOTAL_GB", 4096, 0), new("SSD_TOTAL_GB", 500, 0), new("PREEMPTIBLE_CPUS", 0, 0),
        new("NVIDIA_T4_GPUS", 1, 0), new("NVIDIA_V100_GPUS", 1, 0), new("NVIDIA_A100_GPUS", 0, 0), new("NVIDIA_L4_GPUS", 1, 0),
    ];

    private readonly ConcurrentDictionary<(string Region, string Metric), ComputeQuota> _set = new();

    public void Set(string region, ComputeQuota quota) => _set[(region, quota.Metric)] = quota;

    public IEnumerable<ComputeQuota> Of(string region) => Usual.Where(quota => !_set.ContainsKey((region, quota.Metric)))
        .Concat(_set.Where(entry => entry.Key.Region == region).Select(entry => entry.Value))
        .OrderBy(quota => quota.Metric, StringComparer.Ordinal);
}
