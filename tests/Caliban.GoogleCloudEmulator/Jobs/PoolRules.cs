using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Caliban.Emulator.Schema;

namespace Caliban.Emulator.Jobs;

/// <summary>What worker pools may look like.</summary>
/// <seealso href="https://docs.cloud.google.com/vertex-ai/docs/training/distributed-training"/>
internal static partial class PoolRules
{
    private const int MostPools = 4;
    private const int MostVariables = 100;

    public static void Check(JsonElement spec, List<Violation> violations)
    {
        if (!spec.TryGetProperty("workerPoolSpecs", out var pools))
        {
            return;
        }

        if (pools.GetArrayLength() > MostPools)
        {
            violations.Add(new Violation("custom_job.job_spec.worker_pool_specs", $"There can be at most {MostPools} worker pools."));
        }

        var index = 0;
        foreach (var pool in pools.EnumerateArray())
        {
            var path = $"custom_job.job_spec.worker_pool_specs[{index}]";
            // An unused pool in the middle is an empty object.
            if (index == 0 || pool.GetPropertyCount() > 0)
            {
                CheckPool(pool, index, path, violations);
            }

            index++;
        }
    }

    private static void CheckPool(JsonElement pool, int index, string path, List<Violation> violations)
    {
        var replicas = pool.TryGetProperty("replicaCount", out var count) ? long.Parse(count.GetString()!, CultureInfo.InvariantCulture) : 0;
        if (index == 0 ? replicas != 1 : replicas < 1)
        {
            violations.Add(new Violation(
                $"{path}.replica_count", index == 0 ? "The first worker pool must have exactly one replica." : "The replica count must be greater than 0."));
        }

        if (!pool.TryGetProperty("machineSpec", out var machine) || !machine.TryGetProperty("machineType", out _))
        {
            violations.Add(new Violation($"{path}.machine_spec.machine_type", "Required field is not set."));
        }

        if (pool.TryGetProperty("containerSpec", out var task))
        {
            CheckVariables(task, $"{path}.container_spec", violations);
        }
        else if (pool.TryGetProperty("pythonPackageSpec", out task))
        {
            CheckVariables(task, $"{path}.python_package_spec", violations);
        }
        else
        {
            violations.Add(new Violation($"{path}.container_spec", "Either a container or a Python package must be set."));
        }

        if (pool.TryGetProperty("diskSpec", out var disk))
        {
            CheckDisk(disk, $"{path}.disk_spec", violations);
        }
    }

    private static void CheckVariables(JsonElement task, string path, List<Violation> violations)
    {
        if (!task.TryGetProperty("env", out var variables))
        {
            return;
        }

        var names = variables.EnumerateArray().Select(variable => variable.TryGetProperty("name", out var name) ? name.GetString()! : "").ToList();
        if (names.Count > MostVariables)
        {
            violations.Add(new Violation($"{path}.env", $"There can be at most {MostVariables} environment variables."));
        }

        if (names.Distinct().Count() != names.Count)
        {
            violations.Add(new Violation($"{path}.env", "EnvVar names must be unique."));
        }

        if (names.Any(name => name.Length > 0 && !VariableName().IsMatch(name)))
        {
            violations.Add(new Violation($"{path}.env", "EnvVar names must be valid C identifiers."));
        }
    }

    private static void CheckDisk(JsonElement disk, string path, List<Violation> violations)
    {
        if (disk.TryGetProperty("bootDiskType", out var type) && type.GetString() is not ("pd-ssd" or "pd-standard" or "hyperdisk-balanced"))
        {
            violations.Add(new Violation($"{path}.boot_disk_type", $"The boot disk type \"{type.GetString()}\" is not supported."));
        }

        if (disk.TryGetProperty("bootDiskSizeGb", out var size) && size.GetInt32() is < 100 or > 64000)
        {
            violations.Add(new Violation($"{path}.boot_disk_size_gb", "The boot disk size must be between 100 and 64000 GB."));
        }
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex VariableName();
}
