using System.Formats.Tar;
using System.Text.Json.Nodes;
using Caliban.Core.Images.Composition;
using Caliban.Core.Images.Layers;
using Caliban.Core.Registries;

namespace Caliban.Core.Images.Archives;

/// <summary>
/// An image as one file: an OCI layout in a tar archive, with the list beside it by which <c>docker load</c> of any age finds
/// its parts.
/// </summary>
/// <seealso href="https://github.com/opencontainers/image-spec/blob/main/image-layout.md"/>
/// <seealso href="https://github.com/moby/moby/blob/master/image/spec/v1.2.md#combined-image-json--filesystem-changeset-format"/>
public static class ImageArchive
{
    /// <summary>Writes the archive; the same bytes for the same image. It is complete when it is there.</summary>
    /// <param name="reference">The name that the image gets where it is loaded, <c>caliban/project:hash</c>.</param>
    /// <exception cref="Diagnostics.DiagnosticException">It cannot be written: CAL3049; or a part of the image cannot be read.</exception>
    public static Task WriteAsync(string path, ComposedImage image, string reference, CancellationToken cancellationToken) =>
        OutputFile.WriteAsync(path, file => WriteAsync(file, image, reference, cancellationToken));

    private static async Task WriteAsync(FileStream file, ComposedImage image, string reference, CancellationToken cancellationToken)
    {
        var tar = new TarWriter(file, TarEntryFormat.Gnu, leaveOpen: true);
        await using (tar.ConfigureAwait(false))
        {
            await WriteAsync(tar, "oci-layout", """{"imageLayoutVersion":"1.0.0"}"""u8.ToArray(), cancellationToken).ConfigureAwait(false);
            await WriteAsync(tar, "index.json", JsonText.Write(Index(image, reference)), cancellationToken).ConfigureAwait(false);
            await WriteAsync(tar, "manifest.json", JsonText.Write(List(image, reference)), cancellationToken).ConfigureAwait(false);
            await tar.WriteEntryAsync(ArchiveEntry.Folder("blobs/"), cancellationToken).ConfigureAwait(false);
            await tar.WriteEntryAsync(ArchiveEntry.Folder("blobs/sha256/"), cancellationToken).ConfigureAwait(false);
            await WriteAsync(tar, BlobPath(image.Stored.Digest), image.Stored.Content.ToArray(), cancellationToken).ConfigureAwait(false);
            foreach (var blob in image.Blobs.DistinctBy(blob => blob.Digest))
            {
                var content = await image.OpenBlobAsync(blob, cancellationToken).ConfigureAwait(false);
                await using (content.ConfigureAwait(false))
                {
                    await tar.WriteEntryAsync(ArchiveEntry.File(BlobPath(blob.Digest), content), cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    private static async Task WriteAsync(TarWriter tar, string name, byte[] content, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(content);
        await tar.WriteEntryAsync(ArchiveEntry.File(name, stream), cancellationToken).ConfigureAwait(false);
    }

    private static JsonObject Index(ComposedImage image, string reference)
    {
        var manifest = new JsonObject
        {
            ["mediaType"] = image.Stored.MediaType,
            ["digest"] = image.Stored.Digest,
            ["size"] = image.Stored.Content.Length,
            ["annotations"] = new JsonObject
            {
                ["io.containerd.image.name"] = $"docker.io/{reference}",
                ["org.opencontainers.image.ref.name"] = reference[(reference.LastIndexOf(':') + 1)..],
            },
        };
        return new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = MediaTypes.OciIndex, ["manifests"] = new JsonArray(manifest) };
    }

    private static JsonArray List(ComposedImage image, string reference) => new(new JsonObject
    {
        ["Config"] = BlobPath(image.Manifest.Config.Digest),
        ["RepoTags"] = new JsonArray((JsonNode)reference),
        ["Layers"] = new JsonArray([.. image.Manifest.Layers.Select(layer => (JsonNode)BlobPath(layer.Digest))]),
    });

    private static string BlobPath(string digest) => $"blobs/{digest.Replace(':', '/')}";
}
