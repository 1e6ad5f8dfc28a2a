using System.Text.Json;
using Caliban.Core.Diagnostics;
using Caliban.Core.Registries;
using Caliban.Core.Registries.Platforms;

namespace Caliban.Core.Images.Composition;

/// <summary>An environment that code can be put on, without the content of its layers.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Source">Where its blobs can be read.</param>
/// <param name="Stored">The manifest as it is stored.</param>
public sealed record EnvironmentImage(
    string Name, IImageSource Source, RegistryManifest Stored, ImageManifest Manifest, ImageConfiguration Configuration)
{
    /// <summary>Configuration and layers.</summary>
    public IEnumerable<ContentDescriptor> Blobs => [Manifest.Config, .. Manifest.Layers];

    /// <summary>Reads an image, of an index the one for the platform.</summary>
    /// <param name="reference">A tag or digest.</param>
    /// <returns>Null when there is none of that name.</returns>
    /// <exception cref="DiagnosticException">It cannot be used: CAL3044, CAL3045, CAL3065.</exception>
    public static async Task<EnvironmentImage?> FindAsync(
        IImageSource source, string reference, string name, string platform, CancellationToken cancellationToken)
    {
        var wanted = ImagePlatform.Parse(platform) ?? throw new ArgumentException($"'{platform}' is not a platform", nameof(platform));
        var found = await source.FindManifestAsync(reference, wanted, name, cancellationToken).ConfigureAwait(false);
        return found is null ? null : await ReadAsync(source, found, name, wanted, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<EnvironmentImage> ReadAsync(
        IImageSource source, RegistryManifest found, string name, ImagePlatform platform, CancellationToken cancellationToken)
    {
        try
        {
            var manifest = ImageManifest.Parse(found);
            var configuration = await ImageConfiguration.ReadAsync(source, manifest.Config, cancellationToken).ConfigureAwait(false);
            return configuration.DiffIds.Count != manifest.Layers.Count ? throw new JsonException("its configuration and its manifest name different layers")
                : ImagePlatform.Parse(configuration.Platform) == platform ? new EnvironmentImage(name, source, found, manifest, configuration)
                : throw DiagnosticException.Create(LayerDiagnostics.WrongPlatform, SourceLocation.None, name, configuration.Platform, platform);
        }
        catch (JsonException exception)
        {
            throw DiagnosticException.Create(LayerDiagnostics.ImageUnusable, SourceLocation.None, name, exception.Message.TrimEnd('.'));
        }
    }
}
