using System.Text;
using Caliban.Core.Registries;

namespace Caliban.Core.Tests.Registries;

/// <summary>Contents to push.</summary>
internal static class Blobs
{
    /// <summary>Bytes that no compression and no chance makes equal.</summary>
    public static byte[] Of(int size, int seed = 1)
    {
        var content = new byte[size];
#pragma warning disable CA5394 // the same on every run
        new Random(seed).NextBytes(content);
#pragma warning restore CA5394
        return content;
    }

    public static ContentDescriptor Describe(byte[] content, string mediaType = MediaTypes.OciGzipLayer) =>
        new(mediaType, ContentDigest.Of(content), content.Length);

    public static RegistryManifest Manifest(byte[] config, params byte[][] layers) => Manifest(MediaTypes.OciManifest, $$"""
        {"schemaVersion":2,"mediaType":"{{MediaTypes.OciManifest}}","config":{{Json(Describe(config, MediaTypes.OciConfig))}},"layers":[{{string.Join(',', layers.Select(layer => Json(Describe(layer))))}}]}
        """);

    public static RegistryManifest Manifest(string mediaType, string json)
    {
        var content = Encoding.UTF8.GetBytes(json);
        return new RegistryManifest(mediaType, ContentDigest.Of(content), content);
    }

    public static async Task<byte[]> ReadAsync(Stream stream)
    {
        await using (stream)
        {
            using var content = new MemoryStream();
            await stream.CopyToAsync(content);
            return content.ToArray();
        }
    }

    private static string Json(ContentDescriptor blob) => $$"""{"mediaType":"{{blob.MediaType}}","digest":"{{blob.Digest}}","size":{{blob.Size}}}""";
}
