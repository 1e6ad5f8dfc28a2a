using Caliban.Core.Diagnostics;

namespace Caliban.Core.Registries.Platforms;

/// <summary>Finds the image of a platform behind a name that stands for several.</summary>
public static class PlatformSelection
{
    /// <summary>Lists of lists exist; deeper ones are mistakes.</summary>
    private const int Deepest = 3;

    /// <summary>A manifest that is no index. Where there is no index, the one image is taken whatever its platform.</summary>
    /// <param name="reference">A tag, or a digest <c>sha256:…</c>.</param>
    /// <param name="name">The image, for messages.</param>
    /// <returns>Null when there is nothing of that name.</returns>
    /// <exception cref="DiagnosticException">There is none for the platform: CAL3065; or an index is damaged: CAL3058.</exception>
    public static async Task<RegistryManifest?> FindManifestAsync(
        this IImageSource source, string reference, ImagePlatform platform, string name, CancellationToken cancellationToken)
    {
        var manifest = await source.FindManifestAsync(reference, cancellationToken).ConfigureAwait(false);
        for (var depth = 0; manifest is not null && ImageIndex.IsIndex(manifest.MediaType); depth++)
        {
            if (depth == Deepest || ImageIndex.Read(manifest.Content) is not { } index)
            {
                throw DiagnosticException.Create(
                    RegistryDiagnostics.AnswerInvalid, SourceLocation.None, name, $"the index {manifest.Digest}", "it is not a valid list of manifests");
            }

            var entry = Choose(index, platform) ?? throw DiagnosticException.Create(
                RegistryDiagnostics.PlatformMissing, SourceLocation.None, name, platform, Describe(index));
            manifest = await source.FindManifestAsync(entry.Digest, cancellationToken).ConfigureAwait(false)
                ?? throw DiagnosticException.Create(RegistryDiagnostics.ImageNotFound, SourceLocation.None, name, entry.Digest);
        }

        return manifest;
    }

    private static ImageIndex.Entry? Choose(ImageIndex index, ImagePlatform platform)
    {
        var wanted = platform.Normalize();
        return index.Manifests.FirstOrDefault(entry => entry.ImagePlatform == wanted)
            ?? index.Manifests.FirstOrDefault(entry => entry.ImagePlatform is { } found && wanted.Variant.Length == 0 && found with { Variant = "" } == wanted)
            ?? (index.Manifests is [{ Platform: null } only] ? only : null);
    }

    private static string Describe(ImageIndex index)
    {
        var platforms = index.Manifests.Select(entry => entry.ImagePlatform?.ToString()).OfType<string>().Distinct().ToList();
        return platforms.Count == 0 ? "none that names its platform" : string.Join(", ", platforms);
    }
}
