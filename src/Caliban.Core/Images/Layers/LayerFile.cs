namespace Caliban.Core.Images.Layers;

/// <summary>Writes a layer to a file and computes both of its digests on the way.</summary>
internal static class LayerFile
{
    /// <summary>The file is complete when it is there: it is written under another name first.</summary>
    /// <param name="writeArchive">Writes the tar archive.</param>
    public static async Task<CompressedLayer> WriteAsync(
        string path, Func<Stream, CancellationToken, Task> writeArchive, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Guid.NewGuid():N}";
        try
        {
            var layer = await WriteNewAsync(temporary, writeArchive, cancellationToken).ConfigureAwait(false);
            File.Move(temporary, path, overwrite: true);
            return layer;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static async Task<CompressedLayer> WriteNewAsync(
        string path, Func<Stream, CancellationToken, Task> writeArchive, CancellationToken cancellationToken)
    {
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 64 * 1024);
        await using (file.ConfigureAwait(false))
        {
            using var compressed = new DigestStream(file);
            using var gzip = new GzipWriter(compressed);
            using var archive = new DigestStream(gzip);
            await writeArchive(archive, cancellationToken).ConfigureAwait(false);
            await gzip.CompleteAsync(cancellationToken).ConfigureAwait(false);
            return new CompressedLayer(archive.Digest, compressed.Digest, compressed.Count);
        }
    }
}
