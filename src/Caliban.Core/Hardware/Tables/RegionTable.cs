namespace Caliban.Core.Hardware.Tables;

/// <summary>The regions of Vertex AI, and the accelerators that each has for training.</summary>
/// <param name="Date">The day on which <paramref name="Source"/> said all this, <c>yyyy-MM-dd</c>.</param>
/// <param name="Source">The page of Google's documentation that it is made from.</param>
/// <param name="WithoutCustomTraining">Regions that the page lists, but not among those where custom jobs run.</param>
/// <param name="Accelerators">Regions by accelerator; Pods of TPU v2 and v3 have rows of their own.</param>
public sealed record RegionTable(
    string Date,
    string Source,
    IReadOnlyList<string> Regions,
    IReadOnlyList<string> WithoutCustomTraining,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Accelerators)
{
    public bool IsKnown(string region) => Regions.Contains(region);

    /// <summary>The regions that have accelerators in this configuration.</summary>
    public IReadOnlyList<string> With(AcceleratorType type, AcceleratorConfiguration configuration) =>
        configuration.IsPod && Accelerators.TryGetValue($"{type.Name}_POD", out var regions) ? regions
        : Accelerators.GetValueOrDefault(type.Name, []);
}
