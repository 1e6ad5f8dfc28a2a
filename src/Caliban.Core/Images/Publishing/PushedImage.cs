using System.Text.Json;
using Caliban.Core.Images.Composition;
using Caliban.Core.Registries;

namespace Caliban.Core.Images.Publishing;

/// <summary>What a tag of a repository means at present.</summary>
internal sealed record PushedImage(ImageManifest Manifest, ImageConfiguration Configuration)
{
    /// <returns>Null for anything that is not one whole image; it is to be replaced.</returns>
    public static async Task<PushedImage?> ReadAsync(IRepository repository, RegistryManifest stored, CancellationToken cancellationToken)
    {
        try
        {
            var manifest = ImageManifest.Parse(stored);
            if (!await repository.HasBlobAsync(manifest.Config.Digest, cancellationToken).ConfigureAwait(false))
            {
                return null;
            }

            return new PushedImage(manifest, await ImageConfiguration.ReadAsync(repository, manifest.Config, cancellationToken).ConfigureAwait(false));
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
