namespace Caliban.Core.Images.Identity;

/// <summary>Says why a stage is built: <c>requirements.txt changed</c>.</summary>
public static class RebuildReason
{
    /// <summary>More differences are counted, not listed.</summary>
    private const int Shown = 3;

    /// <param name="before">The inputs of the last build; null when nothing is known of it.</param>
    /// <param name="lost">What to say when nothing differs.</param>
    /// <param name="isNew">What to say when nothing is known.</param>
    public static string Describe(
        IReadOnlyDictionary<string, string>? before,
        StageInputs now,
        string lost = "the engine does not have it any more",
        string isNew = "it was not built here before")
    {
        if (before is null)
        {
            return isNew;
        }

        var differences = Differences(before, now).ToList();
        return differences.Count switch
        {
            0 => lost,
            <= Shown => string.Join(", ", differences),
            _ => $"{string.Join(", ", differences.Take(Shown))} and {differences.Count - Shown} more",
        };
    }

    private static IEnumerable<string> Differences(IReadOnlyDictionary<string, string> before, StageInputs now)
    {
        var names = now.Inputs.Select(input => input.Name).ToHashSet(StringComparer.Ordinal);
        var differences = now.Inputs
            .Where(input => input.Name is not (StageInputs.DockerfileInput or "environment"))
            .Where(input => !before.TryGetValue(input.Name, out var fingerprint) || fingerprint != input.Fingerprint)
            .Select(input => before.ContainsKey(input.Name) ? $"{input.Name} changed" : $"{input.Name} added")
            .Concat(before.Keys.Where(name => !names.Contains(name)).Select(name => $"{name} removed"))
            .ToList();
        if (differences.Count > 0)
        {
            return differences;
        }

        // The rest follows from others, or is our own writing.
        return now.Inputs
            .Where(input => before.GetValueOrDefault(input.Name) != input.Fingerprint)
            .Select(input => input.Name == "environment" ? "the environment changed" : "the order or the form of its instructions changed");
    }
}
