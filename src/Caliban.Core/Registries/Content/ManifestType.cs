using System.Text.Json;

namespace Caliban.Core.Registries.Content;

/// <summary>Finds out what a manifest is.</summary>
internal static class ManifestType
{
    /// <param name="stated">What is said beside it, or null.</param>
    /// <returns>One of <see cref="MediaTypes.Manifests"/>, or null.</returns>
    public static string? Find(ReadOnlyMemory<byte> content, string? stated)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            var root = document.RootElement;
            return root.ValueKind != JsonValueKind.Object ? null
                : MediaTypes.Manifests.Contains(stated) ? stated
                : root.TryGetProperty("mediaType", out var type) ? MediaTypes.Manifests.FirstOrDefault(known => type.ValueKind == JsonValueKind.String && type.ValueEquals(known))
                : root.TryGetProperty("layers", out _) ? MediaTypes.OciManifest
                : root.TryGetProperty("manifests", out _) ? MediaTypes.OciIndex
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
