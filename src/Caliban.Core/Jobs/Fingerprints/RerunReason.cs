using Caliban.Core.History;

namespace Caliban.Core.Jobs.Fingerprints;

/// <summary>Says why an experiment that was run before is run again.</summary>
internal static class RerunReason
{
    /// <param name="inputsBefore">The inputs of the earlier image; null when they are not known.</param>
    public static string Describe(
        Fingerprint before, Fingerprint now, IReadOnlyDictionary<string, string>? inputsBefore, IReadOnlyDictionary<string, string> inputsNow)
    {
        var reasons = new List<string>();
        if (before.Image != now.Image)
        {
            reasons.Add(IsProcess(before.Image) != IsProcess(now.Image)
                ? IsProcess(now.Image) ? "runs as a process now" : "runs in a container now"
                : ImageDifference.Describe(inputsBefore, inputsNow));
        }

        Add(before.Command, now.Command, "command");
        Add(before.Hardware, now.Hardware, "hardware");
        if (before.Environment != now.Environment)
        {
            reasons.Add($"variables changed ({string.Join(", ", ChangedVariables(before.Environment, now.Environment))})");
        }

        return reasons.Count > 0 ? string.Join(", ", reasons) : $"the schema of fingerprints is {now.Schema} now, and was {before.Schema}";

        void Add(string old, string current, string name)
        {
            if (old != current)
            {
                reasons.Add($"{name} changed ({old} → {current})");
            }
        }
    }

    private static bool IsProcess(string image) => image.StartsWith("process-", StringComparison.Ordinal);

    /// <summary>The names of variables that were added, removed, or have another value.</summary>
    internal static IEnumerable<string> ChangedVariables(string before, string now)
    {
        var (old, current) = (Split(before), Split(now));
        return old.Except(current).Concat(current.Except(old)).Select(part => part.Split('=')[0]).Distinct().Order(StringComparer.Ordinal);

        static HashSet<string> Split(string text) => [.. text.Split("; ", StringSplitOptions.RemoveEmptyEntries)];
    }
}
