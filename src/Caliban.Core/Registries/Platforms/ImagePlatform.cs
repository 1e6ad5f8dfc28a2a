namespace Caliban.Core.Registries.Platforms;

/// <summary>What an image runs on.</summary>
/// <param name="OperatingSystem">As Go names it: <c>linux</c>.</param>
/// <param name="Architecture">As Go names it: <c>amd64</c>, <c>arm64</c>.</param>
/// <param name="Variant">Of the architecture, such as <c>v7</c>; empty for the usual one.</param>
/// <seealso href="https://github.com/opencontainers/image-spec/blob/main/image-index.md"/>
public sealed record ImagePlatform(string OperatingSystem, string Architecture, string Variant = "")
{
    /// <summary>Reads <c>linux/amd64</c> or <c>linux/arm/v7</c>.</summary>
    /// <returns>Null for another form.</returns>
    public static ImagePlatform? Parse(string text) => text.Trim().Split('/') switch
    {
        [{ Length: > 0 } system, { Length: > 0 } architecture] => new ImagePlatform(system, architecture).Normalize(),
        [{ Length: > 0 } system, { Length: > 0 } architecture, { Length: > 0 } variant] => new ImagePlatform(system, architecture, variant).Normalize(),
        _ => null,
    };

    public override string ToString() => Variant.Length == 0 ? $"{OperatingSystem}/{Architecture}" : $"{OperatingSystem}/{Architecture}/{Variant}";

    /// <summary>The variants that are written as well as left out.</summary>
    internal ImagePlatform Normalize() => (Architecture, Variant) switch
    {
        ("arm64", "v8") or ("amd64", "v1") => this with { Variant = "" },
        ("arm", "") => this with { Variant = "v7" },
        _ => this,
    };
}
