using System.Net;
using Caliban.Core.Http;
using Caliban.Core.Registries.Content;
using Caliban.Core.Registries.Transport;

namespace Caliban.Core.Registries;

/// <summary>One repository of a registry, over HTTP. Safe to use from several threads.</summary>
public sealed class RegistryRepository : IRepository
{
    private readonly RegistryConnection _connection;
    private readonly ManifestTransfer _manifests;
    private readonly RegistryScope _read;

    internal RegistryRepository(RepositoryName name, RegistryConnection connection)
    {
        Name = name;
        _connection = connection;
        _read = new RegistryScope(name.Path);
        _manifests = new ManifestTransfer(name, connection);
    }

    public RepositoryName Name { get; }

    public Task<RegistryManifest?> FindManifestAsync(string reference, CancellationToken cancellationToken) =>
        _manifests.FindAsync(reference, cancellationToken);

    /// <summary>The digest of a tag, without its manifest where the registry tells it.</summary>
    public Task<string?> FindDigestAsync(string reference, CancellationToken cancellationToken) =>
        _manifests.FindDigestAsync(reference, _read, cancellationToken);

    public Task PutManifestAsync(string reference, RegistryManifest manifest, CancellationToken cancellationToken) =>
        _manifests.PutAsync(reference, manifest, cancellationToken);

    public async Task<Stream> OpenBlobAsync(ContentDescriptor blob, CancellationToken cancellationToken)
    {
        var stream = await ResumingStream.OpenAsync(_connection, BlobRequest(HttpMethod.Get, _read, blob.Digest), blob.Size, cancellationToken).ConfigureAwait(false);
        return new VerifyingStream(stream, blob, Name.ToString());
    }

    public async Task<bool> HasBlobAsync(string digest, CancellationToken cancellationToken)
    {
        var request = BlobRequest(HttpMethod.Head, _read, digest);
        using var response = await _connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return response.StatusCode switch
        {
            HttpStatusCode.OK => true,
            HttpStatusCode.NotFound => false,
            _ => throw await _connection.RefusalAsync(response, request, cancellationToken).ConfigureAwait(false),
        };
    }

    public async Task<bool> MountBlobAsync(string digest, string from, CancellationToken cancellationToken)
    {
        var request = new RegistryRequest(
            HttpMethod.Post,
            Address($"blobs/uploads/?mount={Uri.EscapeDataString(digest)}&from={Uri.EscapeDataString(from)}"),
            new RegistryScope(Name.Path, Write: true, From: from),
            $"taking over {digest} of {from}");
        using var response = await _connection.SendAsync(request, cancellationToken).ConfigureAwait(false);

        // A refusal may be about the other repository alone. If it is about this one, the upload is refused as well, and says so.
        return response.StatusCode == HttpStatusCode.Created
            || (RetryPolicy.MayPass(response.StatusCode) ? throw await _connection.RefusalAsync(response, request, cancellationToken).ConfigureAwait(false) : false);
    }

    public async Task UploadBlobAsync(ContentDescriptor blob, Func<CancellationToken, Task<Stream>> open, CancellationToken cancellationToken)
    {
        var write = new RegistryScope(Name.Path, Write: true);
        var upload = new BlobUpload(
            _connection,
            BlobRequest(HttpMethod.Head, write, blob.Digest),
            new RegistryRequest(HttpMethod.Post, Address("blobs/uploads/"), write, $"the upload of {blob.Digest}"));
        await upload.RunAsync(blob, open, cancellationToken).ConfigureAwait(false);
    }

    private RegistryRequest BlobRequest(HttpMethod method, RegistryScope scope, string digest) =>
        ContentDigest.IsValid(digest)
            ? new RegistryRequest(method, Address($"blobs/{digest}"), scope, $"the content {digest}")
            : throw new ArgumentException($"'{digest}' is not a digest", nameof(digest));

    private Uri Address(string path) => new(_connection.Endpoint.Address, $"v2/{Name.Path}/{path}");
}
