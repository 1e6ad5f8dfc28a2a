using Caliban.Core.Diagnostics;

namespace Caliban.Core.Images.Layers;

/// <summary>Writes a layer to a file and computes both of its digests on the way.</summary>
internal static class LayerFile
{
    /// <param name="writeArchive">Writes the tar archive.</param>
    /// <exception cref="DiagnosticException">It cannot be written: CAL3049.</exception>
    public static async Task<CompressedLayer> WriteAsync(
        string path, Func<Stream, CancellationToken, Task> writeArchive, CancellationToken cancellationToken)
    {
        CompressedLayer? layer = null;
        await OutputFile.WriteAsync(
            path,
            async file =>
            {
                using var compressed = new DigestStream(file);
                using var gzip = new GzipWriter(compressed);
                using var archive = new DigestStream(gzip);
                await writeArchive(archive, cancellationToken).ConfigureAwait(false);
                await gzip.CompleteAsync(cancellationToken).ConfigureAwait(false);
                layer = new CompressedLayer(archive.Digest, compressed.Digest, compressed.Count);
            }).ConfigureAwait(false);
        return layer!;
    }
}
