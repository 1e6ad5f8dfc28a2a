namespace Caliban.Core.Hardware.Tables;

/// <summary>A type of GPU or TPU.</summary>
/// <param name="Name">As a project writes it, <c>V100</c>.</param>
public sealed record AcceleratorType(AcceleratorKind Kind, string Name)
{
    /// <summary>The API's text; empty where it has none, and machine and topology tell.</summary>
    public string Accelerator { get; init; } = "";

    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Whether jobs may wait for them with the strategy <see cref="ProvisioningStrategy.FlexStart"/>.</summary>
    public bool FlexStart { get; init; }

    public ReservationNeed Reservation { get; init; }

    /// <summary>Null while Google supports them.</summary>
    public EndOfSupport? Ended { get; init; }

    /// <summary>All multiples of it are TPU Pods on the machine of the single TPU; 0 for types whose Pods are among the configurations.</summary>
    public int PodStep { get; init; }

    public IReadOnlyList<AcceleratorConfiguration> Configurations { get; init; } = [];

    /// <summary>The ways to have that many, in the order of the table; none for a count that does not exist.</summary>
    public IReadOnlyList<AcceleratorConfiguration> With(int count) =>
        PodStep > 0 && count > 0 && count % PodStep == 0
            ? [Configurations[0] with { Count = count, Machines = count / Configurations[0].Count }]
            : [.. Configurations.Where(configuration => configuration.Count == count)];

    /// <summary>Whether a user means this type: by its name, another name or that of the API; hyphens are underscores.</summary>
    public bool IsNamed(string name)
    {
        var known = Normalize(name);
        return Aliases.Append(Name).Append(Accelerator).Any(own => own.Length > 0 && Normalize(own) == known);
    }

    /// <summary>The form in which names are compared.</summary>
    internal static string Normalize(string name) => name.Trim().Replace('-', '_').ToUpperInvariant();
}
