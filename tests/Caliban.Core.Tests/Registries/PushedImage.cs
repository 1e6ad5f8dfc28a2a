using Caliban.Core.Registries;

namespace Caliban.Core.Tests.Registries;

/// <summary>An image of several layers, pushed as one should be: what is there already is left alone.</summary>
internal sealed record PushedImage(byte[] Config, params byte[][] Layers)
{
    public RegistryManifest Manifest => Blobs.Manifest(Config, Layers);

    public long Size => Layers.Append(Config).Sum(blob => (long)blob.Length);

    public async Task PushAsync(IRepository repository, string tag)
    {
        foreach (var blob in Layers.Append(Config))
        {
            var descriptor = Blobs.Describe(blob);
            if (!await repository.HasBlobAsync(descriptor.Digest, CancellationToken.None))
            {
                await repository.UploadBlobAsync(descriptor, _ => Task.FromResult<Stream>(new MemoryStream(blob)), CancellationToken.None);
            }
        }

        await repository.PutManifestAsync(tag, Manifest, CancellationToken.None);
    }

    /// <summary>Whether the registry gives back what was pushed, byte for byte.</summary>
    public async Task CheckAsync(IRepository repository, string tag)
    {
        var manifest = await repository.FindManifestAsync(tag, CancellationToken.None);
        Assert.Equal(Manifest.Content.ToArray(), manifest!.Content.ToArray());
        foreach (var blob in Layers.Append(Config))
        {
            Assert.Equal(blob, await Blobs.ReadAsync(await repository.OpenBlobAsync(Blobs.Describe(blob), CancellationToken.None)));
        }
    }
}
