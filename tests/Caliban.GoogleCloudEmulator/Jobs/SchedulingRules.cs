using System.Globalization;
using System.Text.Json;
using Caliban.Emulator.Schema;

namespace Caliban.Emulator.Jobs;

/// <summary>What the strategies of scheduling ask for.</summary>
/// <seealso href="https://docs.cloud.google.com/vertex-ai/docs/training/schedule-jobs-dws"/>
internal static class SchedulingRules
{
    private const string Path = "custom_job.job_spec.scheduling";
    private const double WeekSeconds = 7 * 24 * 3600;

    private static readonly string[] FlexStartAccelerators =
    [
        "NVIDIA_L4", "NVIDIA_TESLA_A100", "NVIDIA_A100_80GB", "NVIDIA_H100_80GB", "NVIDIA_H100_MEGA_80GB", "NVIDIA_H200_141GB", "NVIDIA_B200",
    ];

    public static void Check(JsonElement spec, List<Violation> violations)
    {
        if (!spec.TryGetProperty("scheduling", out var scheduling))
        {
            return;
        }

        if (Seconds(scheduling, "timeout") is <= 0)
        {
            violations.Add(new Violation($"{Path}.timeout", "The timeout must be positive."));
        }

        if (Seconds(scheduling, "maxWaitDuration") is < 0)
        {
            violations.Add(new Violation($"{Path}.max_wait_duration", "The maximum wait duration must not be negative."));
        }

        var strategy = scheduling.TryGetProperty("strategy", out var value) ? value.GetString() : null;
        var machines = Machines(spec).ToList();
        if (strategy == "FLEX_START")
        {
            CheckFlexStart(spec, scheduling, machines, violations);
        }
        else if (scheduling.TryGetProperty("maxWaitDuration", out _))
        {
            violations.Add(new Violation($"{Path}.max_wait_duration", "The maximum wait duration can only be set with the strategy FLEX_START."));
        }

        if (strategy == "SPOT" && machines.Any(machine => machine.HasReservation))
        {
            violations.Add(new Violation($"{Path}.strategy", "The strategy SPOT cannot be used with a reservation."));
        }
    }

    private static void CheckFlexStart(JsonElement spec, JsonElement scheduling, List<Machine> machines, List<Violation> violations)
    {
        if (Seconds(scheduling, "timeout") > WeekSeconds)
        {
            violations.Add(new Violation($"{Path}.timeout", "With the strategy FLEX_START the timeout must be at most 7 days."));
        }

        if (machines.Any(machine => !FlexStartAccelerators.Contains(machine.Accelerator)))
        {
            violations.Add(new Violation($"{Path}.strategy", "The strategy FLEX_START is only supported for L4, A100, H100, H200 and B200 GPUs."));
        }

        if (machines.Select(machine => (machine.Type, machine.Accelerator, machine.Count)).Distinct().Count() > 1)
        {
            violations.Add(new Violation($"{Path}.strategy", "With the strategy FLEX_START all worker pools must have the same machine spec."));
        }

        if (machines.Any(machine => machine.HasReservation) || spec.TryGetProperty("persistentResourceId", out _))
        {
            violations.Add(new Violation($"{Path}.strategy", "The strategy FLEX_START cannot be used with a reservation or a persistent resource."));
        }
    }

    private static IEnumerable<Machine> Machines(JsonElement spec)
    {
        if (!spec.TryGetProperty("workerPoolSpecs", out var pools))
        {
            yield break;
        }

        foreach (var pool in pools.EnumerateArray())
        {
            if (pool.TryGetProperty("machineSpec", out var machine))
            {
                yield return new Machine(
                    machine.TryGetProperty("machineType", out var type) ? type.GetString()! : "",
                    machine.TryGetProperty("acceleratorType", out var accelerator) ? accelerator.GetString()! : "",
                    machine.TryGetProperty("acceleratorCount", out var count) ? count.GetInt32() : 0,
                    machine.TryGetProperty("reservationAffinity", out var affinity) && affinity.TryGetProperty("reservationAffinityType", out var kind)
                        && kind.GetString() != "NO_RESERVATION");
            }
        }
    }

    private static double? Seconds(JsonElement scheduling, string name) =>
        scheduling.TryGetProperty(name, out var value) ? double.Parse(value.GetString()![..^1], CultureInfo.InvariantCulture) : null;

    private sealed record Machine(string Type, string Accelerator, int Count, bool HasReservation);
}
