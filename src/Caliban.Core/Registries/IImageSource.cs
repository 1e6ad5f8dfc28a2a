namespace Caliban.Core.Registries;

/// <summary>Where an image can be read: a repository of a registry, or an OCI layout folder.</summary>
public interface IImageSource
{
    /// <param name="reference">A tag, or a digest <c>sha256:…</c>.</param>
    /// <returns>Null when there is none of that name.</returns>
    Task<RegistryManifest?> FindManifestAsync(string reference, CancellationToken cancellationToken);

    /// <summary>Opens a blob for reading; what is read is checked against the digest, at its end.</summary>
    Task<Stream> OpenBlobAsync(ContentDescriptor blob, CancellationToken cancellationToken);
}
