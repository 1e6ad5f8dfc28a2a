using Caliban.Core.Diagnostics;
using Caliban.Core.Docker;
using Caliban.Core.Images.Archives;
using Caliban.Core.Images.Composition;
using Caliban.Core.Images.Identity;
using Caliban.Core.Registries;

namespace Caliban.Core.Images.Publishing;

/// <summary>Pushes the environment that the engine has, unless it is what the repository has.</summary>
internal sealed class EnvironmentPush(IRepository target, IImageEngine engine, PublishSettings settings, ComposedImagePush push)
{
    private readonly LayerCatalog _catalog = new(LayerCatalog.DefaultFolder(settings.Build.Variable));

    public async Task<EngineEnvironment> PushAsync(ImageSpecification image, CancellationToken cancellationToken)
    {
        var local = await engine.EnsureEnvironmentAsync(image, cancellationToken).ConfigureAwait(false)
            ?? throw DiagnosticException.Create(LayerDiagnostics.EnvironmentImageMissing, SourceLocation.None, image.EnvironmentReference);
        var tag = EnvironmentFinder.Tag(image);
        var name = $"{target.Name}:{tag}";
        var platform = image.Declaration.Environment.Platform;
        // A tag that is not an image for this platform, or damaged, is one to be replaced.
        var pushed = await IgnoreUnusableAsync(() => EnvironmentImage.FindAsync(target, tag, name, platform, cancellationToken)).ConfigureAwait(false);
        if (pushed is not null && IsOf(pushed, local) && push.Missing.Count == 0 && await IsCompleteAsync(pushed, cancellationToken).ConfigureAwait(false))
        {
            return new EngineEnvironment(pushed, null);
        }

        push.Tell($"environment: {(pushed is null ? "the registry does not have it" : push.Missing.Count > 0 || IsOf(pushed, local) ? "the registry lost a part of it" : "the registry has another one")}");
        var saved = await engine.SaveAsync(image.EnvironmentReference, image.OutputFolder, cancellationToken).ConfigureAwait(false);
        try
        {
            var transfer = new BlobTransfer(target, push.Tally);
            var environment = (await EnvironmentImage.FindAsync(saved, tag, image.EnvironmentReference, platform, cancellationToken).ConfigureAwait(false))!;
            await transfer.EnsureAsync(environment.Blobs, null, saved.OpenBlobAsync, cancellationToken).ConfigureAwait(false);
            await transfer.PutAsync(tag, environment.Stored, cancellationToken).ConfigureAwait(false);
            _catalog.AddManifest(local.Id, environment.Stored.Digest);
            return new EngineEnvironment(environment, saved);
        }
        catch
        {
            saved.Dispose();
            throw;
        }
    }

    // Engines take the digest of the configuration for an image's id, or that of a manifest of their own.
    private bool IsOf(EnvironmentImage pushed, LocalImage local) =>
        pushed.Manifest.Config.Digest == local.Id || pushed.Stored.Digest == local.Id || pushed.Stored.Digest == _catalog.FindManifest(local.Id);

    private async Task<bool> IsCompleteAsync(EnvironmentImage pushed, CancellationToken cancellationToken)
    {
        foreach (var blob in pushed.Blobs)
        {
            if (!await target.HasBlobAsync(blob.Digest, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    private static async Task<EnvironmentImage?> IgnoreUnusableAsync(Func<Task<EnvironmentImage?>> find)
    {
        try
        {
            return await find().ConfigureAwait(false);
        }
        catch (DiagnosticException exception) when (exception.Diagnostics[0].Descriptor is var what
            && (what == LayerDiagnostics.ImageUnusable || what == LayerDiagnostics.WrongPlatform || what == RegistryDiagnostics.PlatformMissing))
        {
            return null;
        }
    }
}

/// <summary>The environment of the engine, in the repository.</summary>
/// <param name="Saved">What was read of the engine for it; null when nothing had to be.</param>
internal sealed record EngineEnvironment(EnvironmentImage Image, SavedImage? Saved) : IDisposable
{
    public void Dispose() => Saved?.Dispose();
}
