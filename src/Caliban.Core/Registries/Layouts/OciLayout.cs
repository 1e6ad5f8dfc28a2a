using Caliban.Core.Diagnostics;
using Caliban.Core.Registries.Content;
using Caliban.Core.Registries.Platforms;

namespace Caliban.Core.Registries.Layouts;

/// <summary>A folder that holds images.</summary>
/// <seealso href="https://github.com/opencontainers/image-spec/blob/main/image-layout.md"/>
public sealed class OciLayout(string folder) : IImageSource
{
    private const string NameAnnotation = "org.opencontainers.image.ref.name";
    private const string ContainerdNameAnnotation = "io.containerd.image.name";
    private const int LargestManifest = 4 * 1024 * 1024;

    /// <param name="reference">A tag, a full name as containerd notes it, a digest <c>sha256:…</c>, or empty for the only image there is.</param>
    /// <returns>Null when there is none of that name. An image without a name has any tag, when it is the only one.</returns>
    /// <exception cref="DiagnosticException">The folder is no layout, or damaged: CAL3060, CAL3066.</exception>
    public async Task<RegistryManifest?> FindManifestAsync(string reference, CancellationToken cancellationToken)
    {
        var index = await ReadIndexAsync(cancellationToken).ConfigureAwait(false);
        if (ContentDigest.IsValid(reference))
        {
            return File.Exists(Path.Combine(folder, BlobPath(reference))) ? await ReadManifestAsync(reference, null, cancellationToken).ConfigureAwait(false) : null;
        }

        var entry = index.Manifests.FirstOrDefault(entry => IsNamed(entry, reference))
            ?? (index.Manifests is [var only] && (reference.Length == 0 || Name(only) is null) ? only : null);
        return entry is null ? null : await ReadManifestAsync(entry.Digest, entry.MediaType, cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="DiagnosticException">It is not there, or, while it is read, not what its digest says: CAL3066, CAL3060.</exception>
    public Task<Stream> OpenBlobAsync(ContentDescriptor blob, CancellationToken cancellationToken)
    {
        if (!ContentDigest.IsValid(blob.Digest))
        {
            throw new ArgumentException($"'{blob.Digest}' is not a digest", nameof(blob));
        }

#pragma warning disable CA2000 // the stream around it closes it
        return Task.FromResult<Stream>(new VerifyingStream(Open(BlobPath(blob.Digest)), blob, folder));
#pragma warning restore CA2000
    }

    private async Task<ImageIndex> ReadIndexAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(folder, "oci-layout")))
        {
            throw Invalid(Directory.Exists(folder) ? "it has no file 'oci-layout'" : "there is no such folder");
        }

        return ImageIndex.Read(await ReadAsync("index.json", cancellationToken).ConfigureAwait(false)) ?? throw Invalid("'index.json' is not a list of manifests");
    }

    private async Task<RegistryManifest> ReadManifestAsync(string digest, string? mediaType, CancellationToken cancellationToken)
    {
        var content = await ReadAsync(BlobPath(digest), cancellationToken).ConfigureAwait(false);
        return ContentDigest.Of(content) is var found && found != digest
            ? throw DiagnosticException.Create(RegistryDiagnostics.DigestMismatch, SourceLocation.None, folder, digest, $"its digest is {found}")
            : new RegistryManifest(ManifestType.Find(content, mediaType) ?? throw Invalid($"{digest} is not a manifest"), digest, content);
    }

    private async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var stream = Open(path);
        await using (stream.ConfigureAwait(false))
        {
            if (stream.Length > LargestManifest)
            {
                throw Invalid($"'{path}' is larger than 4 MiB");
            }

            var content = new byte[stream.Length];
            await stream.ReadExactlyAsync(content, cancellationToken).ConfigureAwait(false);
            return content;
        }
    }

    private FileStream Open(string path)
    {
        try
        {
            return new FileStream(Path.Combine(folder, path), FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Invalid($"it has no file '{path}'");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Invalid(exception.Message.TrimEnd('.'));
        }
    }

    /// <summary>Inside the folder.</summary>
    private static string BlobPath(string digest) => Path.Combine("blobs", "sha256", ContentDigest.Digits(digest));

    private DiagnosticException Invalid(string reason) =>
        DiagnosticException.Create(RegistryDiagnostics.LayoutInvalid, SourceLocation.None, folder, reason);

    private static string? Name(ImageIndex.Entry entry) =>
        entry.Annotations?.GetValueOrDefault(NameAnnotation) ?? entry.Annotations?.GetValueOrDefault(ContainerdNameAnnotation);

    // Some tools write the tag, some the full name.
    private static bool IsNamed(ImageIndex.Entry entry, string reference) => reference.Length > 0
        && new[] { entry.Annotations?.GetValueOrDefault(NameAnnotation), entry.Annotations?.GetValueOrDefault(ContainerdNameAnnotation) }
            .Any(name => name == reference || (name is not null && name.EndsWith($":{reference}", StringComparison.Ordinal)));
}
