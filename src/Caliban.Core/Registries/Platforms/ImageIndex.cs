using System.Text.Json;
using System.Text.Json.Serialization;

namespace Caliban.Core.Registries.Platforms;

/// <summary>A list of manifests.</summary>
/// <seealso href="https://github.com/opencontainers/image-spec/blob/main/image-index.md"/>
internal sealed record ImageIndex([property: JsonPropertyName("manifests")] IReadOnlyList<ImageIndex.Entry> Manifests)
{
    public static bool IsIndex(string mediaType) => mediaType is MediaTypes.OciIndex or MediaTypes.DockerIndex;

    /// <returns>Null when it is none.</returns>
    public static ImageIndex? Read(ReadOnlyMemory<byte> content)
    {
        try
        {
            var index = JsonSerializer.Deserialize(content.Span, ImageIndexJson.Default.ImageIndex);
            return index?.Manifests is { } entries && entries.All(entry => entry?.Digest is not null && ContentDigest.IsValid(entry.Digest)) ? index : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal sealed record Entry(
        [property: JsonPropertyName("mediaType")] string? MediaType,
        [property: JsonPropertyName("digest")] string Digest,
        [property: JsonPropertyName("size")] long Size,
        [property: JsonPropertyName("platform")] EntryPlatform? Platform,
        [property: JsonPropertyName("annotations")] IReadOnlyDictionary<string, string>? Annotations)
    {
        /// <summary>Null when the entry tells none, and for what is no image, such as an attestation.</summary>
        [JsonIgnore]
        public ImagePlatform? ImagePlatform => Platform is { OperatingSystem: { } system, Architecture: { } architecture } && system != "unknown"
            ? new ImagePlatform(system, architecture, Platform.Variant ?? "").Normalize()
            : null;
    }

    internal sealed record EntryPlatform(
        [property: JsonPropertyName("os")] string? OperatingSystem,
        [property: JsonPropertyName("architecture")] string? Architecture,
        [property: JsonPropertyName("variant")] string? Variant);
}

[JsonSerializable(typeof(ImageIndex))]
internal sealed partial class ImageIndexJson : JsonSerializerContext;
