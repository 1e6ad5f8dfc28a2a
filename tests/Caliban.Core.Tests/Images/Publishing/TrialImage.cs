using System.Text;
using System.Text.Json.Nodes;
using Caliban.Core.Images.Composition;
using Caliban.Core.Registries;

namespace Caliban.Core.Tests.Images.Publishing;

/// <summary>A small image as an environment: its layers hold texts, which nothing here unpacks.</summary>
internal sealed class TrialImage
{
    public TrialImage(string mediaType = MediaTypes.DockerManifest, string platform = "linux/amd64", string config = """{"Env":["A=1"]}""", params string[] layers)
    {
        var isDocker = mediaType == MediaTypes.DockerManifest;
        Layers = [.. (layers.Length == 0 ? ["base", "packages"] : layers).Select(Encoding.UTF8.GetBytes)];
        var root = new JsonObject
        {
            ["architecture"] = platform.Split('/')[1],
            ["os"] = platform.Split('/')[0],
            ["created"] = "2024-05-06T07:08:09Z",
            ["config"] = JsonNode.Parse(config),
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray([.. Layers.Select(layer => (JsonNode)ContentDigest.Of(layer))]) },
            ["history"] = new JsonArray(),
            ["unknown"] = 1.50,
        };
        Configuration = Encoding.UTF8.GetBytes(root.ToJsonString());
        Manifest = ImageManifest.Create(
            mediaType,
            new ContentDescriptor(isDocker ? MediaTypes.DockerConfig : MediaTypes.OciConfig, ContentDigest.Of(Configuration), Configuration.Length),
            Layers.Select(layer => new ContentDescriptor(isDocker ? MediaTypes.DockerGzipLayer : MediaTypes.OciGzipLayer, ContentDigest.Of(layer), layer.Length)));
        Stored = Manifest.Write(new Dictionary<string, string>());
    }

    public IReadOnlyList<byte[]> Layers { get; }

    public byte[] Configuration { get; }

    public ImageManifest Manifest { get; }

    public RegistryManifest Stored { get; }

    /// <summary>Puts it into a repository, whose list of changes stays empty.</summary>
    public TrialImage Put(MemoryRepository repository, string tag)
    {
        foreach (var blob in Layers.Append(Configuration))
        {
            repository.Blobs[ContentDigest.Of(blob)] = blob;
        }

        repository.Manifests[tag] = Stored;
        repository.Manifests[Stored.Digest] = Stored;
        return this;
    }
}
