using Caliban.Core.Registries;

namespace Caliban.Core.Images.Publishing;

/// <summary>Gives an image more names.</summary>
internal sealed class TagPush(IRepository target, BlobTransfer transfer)
{
    /// <returns>The names that were given; the others it had.</returns>
    public async Task<IReadOnlyList<string>> EnsureAsync(IReadOnlyList<string> tags, RegistryManifest manifest, CancellationToken cancellationToken)
    {
        var given = new List<string>();
        foreach (var tag in tags)
        {
            if ((await target.FindManifestAsync(tag, cancellationToken).ConfigureAwait(false))?.Digest != manifest.Digest)
            {
                await transfer.PutAsync(tag, manifest, cancellationToken).ConfigureAwait(false);
                given.Add(tag);
            }
        }

        return given;
    }
}
