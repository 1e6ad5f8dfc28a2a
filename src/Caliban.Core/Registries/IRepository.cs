namespace Caliban.Core.Registries;

/// <summary>One repository of a registry, which can be read and written.</summary>
/// <seealso href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md"/>
public interface IRepository : IImageSource
{
    RepositoryName Name { get; }

    Task<bool> HasBlobAsync(string digest, CancellationToken cancellationToken);

    /// <summary>Takes over a blob of another repository of the same registry without moving its bytes.</summary>
    /// <param name="from">The path of the other repository.</param>
    /// <returns>False when the registry did not do it; then the blob has to be uploaded.</returns>
    Task<bool> MountBlobAsync(string digest, string from, CancellationToken cancellationToken);

    /// <summary>Uploads a blob in one request; again from the beginning when that fails in a way that may pass.</summary>
    /// <param name="open">Opens the content, once for each attempt.</param>
    Task UploadBlobAsync(ContentDescriptor blob, Func<CancellationToken, Task<Stream>> open, CancellationToken cancellationToken);

    /// <summary>Stores a manifest, and makes sure that the registry has it: some accept one and lose it.</summary>
    /// <param name="reference">A tag, or its digest.</param>
    Task PutManifestAsync(string reference, RegistryManifest manifest, CancellationToken cancellationToken);
}
