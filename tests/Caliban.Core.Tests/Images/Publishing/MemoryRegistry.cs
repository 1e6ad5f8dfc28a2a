using System.Collections.Concurrent;
using Caliban.Core.Images.Composition;
using Caliban.Core.Registries;

namespace Caliban.Core.Tests.Images.Publishing;

/// <summary>Registries in memory, as strict as real ones: a manifest is refused while one of its parts is absent.</summary>
internal sealed class MemoryRegistry
{
    private readonly ConcurrentDictionary<string, MemoryRepository> _repositories = new();

    public MemoryRepository this[string name] => Open(RepositoryName.Parse(name));

    public MemoryRepository Open(RepositoryName name) => _repositories.GetOrAdd(name.ToString(), _ => new MemoryRepository(this, name));

    /// <summary>Whether blobs can be taken over from a neighbour.</summary>
    public bool CanMount { get; set; } = true;
}

internal sealed class MemoryRepository(MemoryRegistry registry, RepositoryName name) : IRepository
{
    public ConcurrentDictionary<string, byte[]> Blobs { get; } = new();

    public ConcurrentDictionary<string, RegistryManifest> Manifests { get; } = new();

    /// <summary>Every change, in order: <c>upload</c>, <c>mount</c>, <c>put</c> and what.</summary>
    public ConcurrentQueue<string> Changes { get; } = new();

    /// <summary>Every blob that was read.</summary>
    public ConcurrentQueue<string> Reads { get; } = new();

    /// <summary>Called before a change; what it throws is the registry's failure.</summary>
    public Action<string>? Before { get; set; }

    public RepositoryName Name => name;

    public Task<RegistryManifest?> FindManifestAsync(string reference, CancellationToken cancellationToken) =>
        Task.FromResult(Manifests.GetValueOrDefault(reference));

    public Task<Stream> OpenBlobAsync(ContentDescriptor blob, CancellationToken cancellationToken)
    {
        Reads.Enqueue(blob.Digest);
        return Task.FromResult<Stream>(new MemoryStream(Blobs[blob.Digest], writable: false));
    }

    public Task<bool> HasBlobAsync(string digest, CancellationToken cancellationToken) => Task.FromResult(Blobs.ContainsKey(digest));

    public Task<bool> MountBlobAsync(string digest, string from, CancellationToken cancellationToken)
    {
        if (!registry.CanMount || !registry.Open(name with { Path = from }).Blobs.TryGetValue(digest, out var content))
        {
            return Task.FromResult(false);
        }

        Change($"mount {digest}");
        Blobs[digest] = content;
        return Task.FromResult(true);
    }

    public async Task UploadBlobAsync(ContentDescriptor blob, Func<CancellationToken, Task<Stream>> open, CancellationToken cancellationToken)
    {
        Change($"upload {blob.Digest}");
        using var bytes = new MemoryStream();
        await using var content = await open(cancellationToken);
        await content.CopyToAsync(bytes, cancellationToken);
        Assert.Equal((blob.Digest, blob.Size), (ContentDigest.Of(bytes.ToArray()), bytes.Length));
        Blobs[blob.Digest] = bytes.ToArray();
    }

    public Task PutManifestAsync(string reference, RegistryManifest manifest, CancellationToken cancellationToken)
    {
        var parts = ImageManifest.Parse(manifest);
        Assert.All([.. parts.Layers, parts.Config], part => Assert.Contains(part.Digest, Blobs.Keys));
        Assert.Equal(manifest.Digest, ContentDigest.Of(manifest.Content.Span));
        Change($"put {reference}");
        Manifests[reference] = manifest;
        Manifests[manifest.Digest] = manifest;
        return Task.CompletedTask;
    }

    private void Change(string what)
    {
        Before?.Invoke(what);
        Changes.Enqueue(what);
    }
}
