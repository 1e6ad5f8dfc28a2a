namespace Caliban.Core.Jobs.Fingerprints;

/// <summary>Says what differs between the inputs of two images: <c>code changed (trainer/train.py)</c>.</summary>
internal static class ImageDifference
{
    /// <summary>In front of the names of inputs of the environment.</summary>
    public const string EnvironmentPrefix = "environment: ";

    /// <summary>More names are counted, not listed.</summary>
    private const int Shown = 3;

    /// <summary>What follows from the other inputs, or is our own writing; said only when nothing else differs.</summary>
    private static readonly string[] Derived = ["environment", "Dockerfile", $"{EnvironmentPrefix}Dockerfile"];

    /// <param name="before">Null when nothing is known of it.</param>
    public static string Describe(IReadOnlyDictionary<string, string>? before, IReadOnlyDictionary<string, string> now)
    {
        if (before is null || before.Count == 0 || now.Count == 0)
        {
            return "image changed";
        }

        var names = Differences(before, now).Order(StringComparer.Ordinal).ToList();
        var told = names.Where(name => !Derived.Contains(name, StringComparer.Ordinal)).ToList() is { Count: > 0 } direct ? direct : names;
        var code = told.Where(name => !name.StartsWith(EnvironmentPrefix, StringComparison.Ordinal)).ToList();
        return code.Count > 0 ? $"code changed ({List(code)})"
            : told.Count > 0 ? $"environment changed ({List([.. told.Select(name => name[EnvironmentPrefix.Length..])])})"
            : "image changed";
    }

    /// <summary>Every name whose fingerprint differs, or that only one of them has.</summary>
    public static IEnumerable<string> Differences(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> now) =>
        now.Where(input => !before.TryGetValue(input.Key, out var fingerprint) || fingerprint != input.Value)
            .Select(input => input.Key)
            .Concat(before.Keys.Where(name => !now.ContainsKey(name)));

    /// <summary>Every difference of its own: <c>trainer/train.py changed</c>, <c>requirements.txt added</c>.</summary>
    public static IReadOnlyList<string> Lines(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> now) =>
    [
        .. Differences(before, now)
            .Where(name => !Derived.Contains(name, StringComparer.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => $"{name} {(!now.ContainsKey(name) ? "removed" : before.ContainsKey(name) ? "changed" : "added")}"),
    ];

    private static string List(List<string> names) => names.Count <= Shown
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(Shown))} and {names.Count - Shown} more";
}
