using System.Text.Json;
using System.Text.Json.Nodes;
using Caliban.Core.Registries;

namespace Caliban.Core.Images.Composition;

/// <summary>What the manifest of one image names: its configuration and its layers, the lowest first.</summary>
/// <seealso href="https://github.com/opencontainers/image-spec/blob/main/manifest.md"/>
public sealed class ImageManifest
{
    private readonly JsonArray _layers;

    private ImageManifest(string mediaType, ContentDescriptor config, JsonArray layers)
    {
        MediaType = mediaType;
        Config = config;
        _layers = layers;
        Layers = [.. layers.Select(Descriptor)];
    }

    public string MediaType { get; }

    public ContentDescriptor Config { get; }

    public IReadOnlyList<ContentDescriptor> Layers { get; }

    public bool IsDocker => MediaType == MediaTypes.DockerManifest;

    /// <exception cref="JsonException">It is not the manifest of an image.</exception>
    public static ImageManifest Parse(RegistryManifest manifest)
    {
        if (manifest.MediaType is not (MediaTypes.OciManifest or MediaTypes.DockerManifest))
        {
            throw new JsonException($"it is of the type {manifest.MediaType}");
        }

        var root = JsonNode.Parse(manifest.Content.Span);
        return root is JsonObject && root["layers"] is JsonArray layers
            ? new ImageManifest(manifest.MediaType, Descriptor(root["config"]), layers)
            : throw new JsonException("it has no layers");
    }

    /// <summary>A manifest of these parts.</summary>
    public static ImageManifest Create(string mediaType, ContentDescriptor config, IEnumerable<ContentDescriptor> layers) => new(
        mediaType, config, [.. layers.Select(layer => JsonSerializer.SerializeToNode(layer, ManifestJson.Default.ContentDescriptor))]);

    /// <summary>The same layers and one more, in the same family of media types.</summary>
    public ImageManifest Append(string configDigest, long configSize, string layerDigest, long layerSize) => new(
        MediaType,
        Config with { Digest = configDigest, Size = configSize },
        [
            .. _layers.Select(layer => layer!.DeepClone()),
            JsonSerializer.SerializeToNode(
                new ContentDescriptor(IsDocker ? MediaTypes.DockerGzipLayer : MediaTypes.OciGzipLayer, layerDigest, layerSize),
                ManifestJson.Default.ContentDescriptor),
        ]);

    /// <summary>The bytes that a registry stores; the same for the same content.</summary>
    /// <param name="annotations">Left out for Docker's own format, which has none.</param>
    public RegistryManifest Write(IReadOnlyDictionary<string, string> annotations)
    {
        var root = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = MediaType,
            ["config"] = JsonSerializer.SerializeToNode(Config, ManifestJson.Default.ContentDescriptor),
            ["layers"] = _layers.DeepClone(),
        };
        if (!IsDocker && annotations.Count > 0)
        {
            root["annotations"] = new JsonObject(annotations
                .OrderBy(annotation => annotation.Key, StringComparer.Ordinal)
                .Select(annotation => KeyValuePair.Create(annotation.Key, (JsonNode?)annotation.Value)));
        }

        var content = JsonText.Write(root);
        return new RegistryManifest(MediaType, ContentDigest.Of(content), content);
    }

    private static ContentDescriptor Descriptor(JsonNode? node) =>
        node.Deserialize(ManifestJson.Default.ContentDescriptor) is { } descriptor && ContentDigest.IsValid(descriptor.Digest) && descriptor.Size >= 0
            ? descriptor
            : throw new JsonException("it names a part without a valid digest or size");
}
