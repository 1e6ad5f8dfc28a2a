using System.Globalization;
using System.Text.Json;

namespace Caliban.Emulator.Hardware;

/// <summary>What a job takes from its project's quotas.</summary>
/// <seealso href="https://docs.cloud.google.com/vertex-ai/docs/quotas"/>
internal static class HardwareDemand
{
    private const string Service = "aiplatform.googleapis.com/";

    /// <param name="spec">A job's <c>jobSpec</c> in canonical JSON.</param>
    public static Dictionary<string, long> Of(JsonElement spec)
    {
        var preemptible = spec.TryGetProperty("scheduling", out var scheduling) && scheduling.TryGetProperty("strategy", out var strategy)
            && strategy.GetString() is "SPOT" or "FLEX_START" ? "preemptible_" : "";
        var demand = new Dictionary<string, long>();
        foreach (var pool in spec.GetProperty("workerPoolSpecs").EnumerateArray())
        {
            if (pool.TryGetProperty("machineSpec", out var machine) && pool.TryGetProperty("replicaCount", out var replicas))
            {
                Add(demand, machine, long.Parse(replicas.GetString()!, CultureInfo.InvariantCulture), preemptible);
            }
        }

        return demand;
    }

    private static void Add(Dictionary<string, long> demand, JsonElement machine, long replicas, string preemptible)
    {
        var type = Text(machine, "machineType");
        if (HardwareTables.Machines.TryGetValue(type, out var row))
        {
            var machines = replicas * (row.Topologies?.GetValueOrDefault(Text(machine, "tpuTopology"), 1) ?? 1);
            Add(demand, $"{Service}custom_model_training_{preemptible}{CpuMetric(type)}", row.Cpus * machines);
        }

        if (machine.TryGetProperty("acceleratorCount", out var count))
        {
            Add(demand, $"{Service}custom_model_training_{preemptible}{AcceleratorMetric(Text(machine, "acceleratorType"))}", count.GetInt64() * replicas);
        }
    }

    private static void Add(Dictionary<string, long> demand, string metric, long amount) =>
        demand[metric] = demand.GetValueOrDefault(metric) + amount;

    /// <summary>N1 and E2 share one quota, the other families have their own.</summary>
    private static string CpuMetric(string machineType)
    {
        var family = machineType.Split('-')[0];
        return family is "n1" or "e2" or "cloud" ? "cpus" : $"{family}_cpus";
    }

    private static string AcceleratorMetric(string type) => type switch
    {
        "NVIDIA_H100_80GB" => "nvidia_h100_gpus",
        "NVIDIA_H100_MEGA_80GB" => "nvidia_h100_mega_gpus",
        "NVIDIA_H200_141GB" => "nvidia_h200_gpus",
        _ when type.StartsWith("TPU_", StringComparison.Ordinal) => type.ToLowerInvariant(),
        _ => $"{type.Replace("TESLA_", "", StringComparison.Ordinal).ToLowerInvariant()}_gpus",
    };

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString()! : "";
}
