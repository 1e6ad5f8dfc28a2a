using System.Text.Json;
using Caliban.Emulator.Schema;

namespace Caliban.Emulator.Hardware;

/// <summary>Which machines there are and what they can be fitted with.</summary>
/// <seealso href="https://docs.cloud.google.com/vertex-ai/docs/training/configure-compute"/>
internal static class MachineRules
{
    public static void Check(JsonElement spec, List<Violation> violations)
    {
        if (!spec.TryGetProperty("workerPoolSpecs", out var pools))
        {
            return;
        }

        var isSpot = spec.TryGetProperty("scheduling", out var scheduling) && Text(scheduling, "strategy") == "SPOT";
        var index = 0;
        foreach (var pool in pools.EnumerateArray())
        {
            var path = $"custom_job.job_spec.worker_pool_specs[{index++}]";
            if (!pool.TryGetProperty("machineSpec", out var machine) || Text(machine, "machineType") is not { Length: > 0 } type)
            {
                continue;
            }

            if (!HardwareTables.Machines.TryGetValue(type, out var row))
            {
                violations.Add(new Violation($"{path}.machine_spec.machine_type", $"Machine type \"{type}\" is not supported."));
            }
            else if (IsTpu(type, row))
            {
                TpuRules.Check(machine, type, row, isSpot, $"{path}.machine_spec", violations);
                CheckSingle(pools, pool, path, violations);
            }
            else
            {
                CheckAccelerator(machine, type, row, $"{path}.machine_spec", violations);
            }
        }
    }

    /// <summary>A container on TPUs is the only one of its job.</summary>
    private static void CheckSingle(JsonElement pools, JsonElement pool, string path, List<Violation> violations)
    {
        if (pools.GetArrayLength() > 1 || Text(pool, "replicaCount") != "1")
        {
            violations.Add(new Violation(path, "A job on TPUs must have exactly one worker pool with one replica."));
        }
    }

    private static void CheckAccelerator(JsonElement machine, string type, MachineType row, string path, List<Violation> violations)
    {
        var accelerator = Text(machine, "acceleratorType");
        var count = machine.TryGetProperty("acceleratorCount", out var value) ? value.GetInt32() : 0;
        if (accelerator.Length > 0 != (count != 0))
        {
            violations.Add(new Violation($"{path}.accelerator_count", "The accelerator type and the accelerator count must be set together."));
        }
        else if (accelerator.Length == 0 && row.RequiresAccelerator)
        {
            violations.Add(new Violation($"{path}.accelerator_type", $"Machine type \"{type}\" requires an accelerator."));
        }
        else if (accelerator.Length > 0 && row.Accelerators?.GetValueOrDefault(accelerator)?.Contains(count) != true)
        {
            violations.Add(new Violation($"{path}.accelerator_count", $"Accelerator {accelerator} with count {count} is not supported for machine type \"{type}\"."));
        }

        if (Text(machine, "tpuTopology").Length > 0)
        {
            violations.Add(new Violation($"{path}.tpu_topology", $"Machine type \"{type}\" has no TPU topology."));
        }
    }

    private static bool IsTpu(string type, MachineType row) => type == TpuRules.OldMachine || row.Topologies is not null;

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString()! : "";
}
