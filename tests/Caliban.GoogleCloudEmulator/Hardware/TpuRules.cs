using System.Text.Json;
using Caliban.Emulator.Schema;

namespace Caliban.Emulator.Hardware;

/// <summary>The two ways of asking for TPUs: cores of v2 and v3 as an accelerator, later generations by machine and topology.</summary>
/// <seealso href="https://docs.cloud.google.com/vertex-ai/docs/training/training-with-tpu-vm"/>
internal static class TpuRules
{
    public const string OldMachine = "cloud-tpu";

    public static void Check(JsonElement machine, string type, MachineType row, bool isSpot, string path, List<Violation> violations)
    {
        var accelerator = machine.TryGetProperty("acceleratorType", out var name) ? name.GetString() : null;
        var topology = machine.TryGetProperty("tpuTopology", out var text) ? text.GetString() : null;
        var count = machine.TryGetProperty("acceleratorCount", out var number) ? number.GetInt32() : 0;
        var isPod = type == OldMachine ? count > 8 : row.Topologies!.GetValueOrDefault(topology ?? "") > 1;
        if (type == OldMachine)
        {
            CheckCores(accelerator, count, topology, path, violations);
        }
        else if (topology is null || !row.Topologies!.ContainsKey(topology))
        {
            violations.Add(new Violation($"{path}.tpu_topology", $"TPU topology \"{topology}\" is not supported for machine type \"{type}\"."));
        }

        if (type != OldMachine && (accelerator is not null || count != 0))
        {
            violations.Add(new Violation($"{path}.accelerator_type", $"Machine type \"{type}\" takes a TPU topology and no accelerator."));
        }

        if (isPod && isSpot)
        {
            violations.Add(new Violation("custom_job.job_spec.scheduling.strategy", "The strategy SPOT is not supported for TPU Pods."));
        }
    }

    private static void CheckCores(string? accelerator, int count, string? topology, string path, List<Violation> violations)
    {
        if (accelerator is not ("TPU_V2" or "TPU_V3"))
        {
            violations.Add(new Violation($"{path}.accelerator_type", $"Machine type \"{OldMachine}\" requires the accelerator TPU_V2 or TPU_V3."));
        }
        else if (count != 8 && (count <= 0 || count % 32 != 0))
        {
            violations.Add(new Violation($"{path}.accelerator_count", $"Accelerator {accelerator} with count {count} is not supported: it must be 8 or a multiple of 32."));
        }

        if (topology is not null)
        {
            violations.Add(new Violation($"{path}.tpu_topology", $"Machine type \"{OldMachine}\" has no TPU topology."));
        }
    }
}
