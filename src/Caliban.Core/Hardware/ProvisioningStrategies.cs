using Caliban.Core.Projects;

namespace Caliban.Core.Hardware;

/// <summary>Strategies as texts.</summary>
public static class ProvisioningStrategies
{
    public const string Property = "CalibanStrategy";

    /// <summary>Reads <c>CalibanStrategy</c> in any case, <c>flex-start</c> with or without its hyphen; empty is standard. Another text is a mistake.</summary>
    public static ProvisioningStrategy Read(ProjectProperties properties, string text) =>
        text.Trim().Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToUpperInvariant() switch
        {
            "" or "STANDARD" => ProvisioningStrategy.Standard,
            "SPOT" => ProvisioningStrategy.Spot,
            "FLEXSTART" => ProvisioningStrategy.FlexStart,
            _ => properties.Invalid(Property, text, "'standard', 'spot' or 'flex-start'", ProvisioningStrategy.Standard),
        };

    /// <summary>As a project writes it.</summary>
    public static string ToText(this ProvisioningStrategy strategy) => strategy switch
    {
        ProvisioningStrategy.Spot => "spot",
        ProvisioningStrategy.FlexStart => "flex-start",
        _ => "standard",
    };
}
