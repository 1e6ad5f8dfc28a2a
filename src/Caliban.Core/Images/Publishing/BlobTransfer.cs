using System.Collections.Concurrent;
using Caliban.Core.Registries;

namespace Caliban.Core.Images.Publishing;

/// <summary>Brings blobs into a repository, those only that it does not have.</summary>
internal sealed class BlobTransfer(IRepository target, PushTally tally)
{
    private const int AtOnce = 4;

    /// <param name="from">The path of the repository of the same registry that has them, or null.</param>
    /// <param name="open">Opens one; null when there is nowhere else to get it from.</param>
    /// <returns>Those that are missing and could not be had.</returns>
    public async Task<IReadOnlyCollection<string>> EnsureAsync(
        IEnumerable<ContentDescriptor> blobs,
        string? from,
        Func<ContentDescriptor, CancellationToken, Task<Stream>>? open,
        CancellationToken cancellationToken)
    {
        var missing = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            blobs.DistinctBy(blob => blob.Digest),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (blob, cancellation) =>
            {
                if (await target.HasBlobAsync(blob.Digest, cancellation).ConfigureAwait(false))
                {
                    tally.AddPresent();
                }
                else if (from is not null && await target.MountBlobAsync(blob.Digest, from, cancellation).ConfigureAwait(false))
                {
                    tally.AddMounted();
                }
                else if (open is not null)
                {
                    await target.UploadBlobAsync(blob, attempt => open(blob, attempt), cancellation).ConfigureAwait(false);
                    tally.AddUploaded(blob.Size);
                }
                else
                {
                    missing.Add(blob.Digest);
                }
            }).ConfigureAwait(false);
        return missing;
    }

    /// <summary>Stores a manifest, whose parts are there, under a name.</summary>
    public async Task PutAsync(string tag, RegistryManifest manifest, CancellationToken cancellationToken)
    {
        await target.PutManifestAsync(tag, manifest, cancellationToken).ConfigureAwait(false);
        tally.AddManifest(manifest.Content.Length);
    }
}
