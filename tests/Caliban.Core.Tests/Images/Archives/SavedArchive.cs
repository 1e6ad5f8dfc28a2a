using System.Formats.Tar;
using System.Text;
using System.Text.Json.Nodes;
using Caliban.Core.Registries;

namespace Caliban.Core.Tests.Images.Archives;

/// <summary>Archives as <c>docker save</c> of different ages writes them.</summary>
internal static class SavedArchive
{
    public static byte[] Configuration(params string[] layers) => Configuration(layers.Select(Encoding.UTF8.GetBytes));

    public static byte[] Configuration(IEnumerable<byte[]> layers) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["architecture"] = "amd64",
        ["os"] = "linux",
        ["config"] = new JsonObject(),
        ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray([.. layers.Select(layer => (JsonNode)ContentDigest.Of(layer))]) },
    }.ToJsonString());

    /// <summary>Docker before 25: a folder for each layer; one that is there twice is a link.</summary>
    public static Task<byte[]> OldAsync(params string[] layers)
    {
        var entries = new List<TarEntry>();
        var names = new List<string>();
        foreach (var (layer, index) in layers.Select((layer, index) => (layer, index)))
        {
            var first = Array.IndexOf(layers, layer);
            names.Add($"{index:x8}/layer.tar");
            entries.Add(new UstarTarEntry(TarEntryType.Directory, $"{index:x8}/"));
            entries.Add(File($"{index:x8}/VERSION", "1.0"u8.ToArray()));
            entries.Add(first == index
                ? File(names[^1], Encoding.UTF8.GetBytes(layer))
                : new UstarTarEntry(TarEntryType.SymbolicLink, names[^1]) { LinkName = $"../{first:x8}/layer.tar" });
        }

        return WriteAsync([.. entries, File("config.json", Configuration(layers)), List("config.json", names)]);
    }

    /// <summary>Docker from 25: an OCI layout.</summary>
    /// <param name="layers">The archives, and how they are stored, which may be compressed.</param>
    public static Task<byte[]> NewAsync(params (byte[] Archive, byte[] Stored)[] layers)
    {
        var config = Configuration(layers.Select(layer => layer.Archive));
        return WriteAsync(
        [
            File(Blob(config), config),
            .. layers.Select(layer => File(Blob(layer.Stored), layer.Stored)),
            File("index.json", "{}"u8.ToArray()),
            List(Blob(config), layers.Select(layer => Blob(layer.Stored))),
            File("oci-layout", "{}"u8.ToArray()),
        ]);
    }

    public static UstarTarEntry List(string config, IEnumerable<string> layers) => File("manifest.json", Encoding.UTF8.GetBytes(new JsonArray(new JsonObject
    {
        ["Config"] = config,
        ["RepoTags"] = new JsonArray("caliban/environment:1"),
        ["Layers"] = new JsonArray([.. layers.Select(layer => (JsonNode)layer)]),
    }).ToJsonString()));

    public static UstarTarEntry File(string name, byte[] content) => new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) };

    public static async Task<byte[]> WriteAsync(IEnumerable<TarEntry> entries)
    {
        using var archive = new MemoryStream();
        await using (var tar = new TarWriter(archive, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var entry in entries)
            {
                await tar.WriteEntryAsync(entry);
            }
        }

        return archive.ToArray();
    }

    private static string Blob(byte[] content) => $"blobs/{ContentDigest.Of(content).Replace(':', '/')}";
}
