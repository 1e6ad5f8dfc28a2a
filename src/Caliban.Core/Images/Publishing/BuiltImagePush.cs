using Caliban.Core.Diagnostics;
using Caliban.Core.Images.Archives;
using Caliban.Core.Images.Composition;
using Caliban.Core.Images.Identity;
using Caliban.Core.Registries;

namespace Caliban.Core.Images.Publishing;

/// <summary>Pushes an image as the engine has it, where instructions after the code make it more than files on an environment.</summary>
internal sealed class BuiltImagePush(IRepository target, IImageEngine engine, PublishSettings settings)
{
    private readonly LayerCatalog _catalog = new(LayerCatalog.DefaultFolder(settings.Build.Variable));
    private readonly PushTally _tally = new();

    public async Task<PublishedImage> PushAsync(ImageSpecification image, CancellationToken cancellationToken)
    {
        if (await engine.FindObstacleAsync(cancellationToken).ConfigureAwait(false) is { } obstacle)
        {
            throw DiagnosticException.Create(ImageDiagnostics.EngineNeeded, SourceLocation.None, obstacle);
        }

        var local = await engine.EnsureAsync(image, cancellationToken).ConfigureAwait(false)
            ?? throw DiagnosticException.Create(LayerDiagnostics.SaveFailed, SourceLocation.None, image.Reference, "the engine does not have it");
        var tag = ImageIdentity.Tag(image.Inputs.Code);
        var transfer = new BlobTransfer(target, _tally);
        var reasons = new List<string>();
        var pushed = await target.FindManifestAsync(tag, cancellationToken).ConfigureAwait(false);
        if (pushed is null || !await IsOfAsync(pushed, local.Id, cancellationToken).ConfigureAwait(false))
        {
            reasons.Add($"code: {(pushed is null ? "the registry does not have it" : $"the tag {tag} is another image")}");
            settings.Build.OnLine(reasons[^1]);
            using var saved = await engine.SaveAsync(image.Reference, image.OutputFolder, cancellationToken).ConfigureAwait(false);
            pushed = saved.Manifest;
            var manifest = ImageManifest.Parse(pushed);
            await transfer.EnsureAsync([.. manifest.Layers, manifest.Config], null, saved.OpenBlobAsync, cancellationToken).ConfigureAwait(false);
            await transfer.PutAsync(tag, pushed, cancellationToken).ConfigureAwait(false);
            _catalog.AddManifest(local.Id, pushed.Digest);
        }

        reasons.AddRange((await new TagPush(target, transfer).EnsureAsync(settings.Tags, pushed, cancellationToken).ConfigureAwait(false)).Select(given => $"tag: {given}"));
        return new PublishedImage(target.Name.ToString(), pushed.Digest, [tag, .. settings.Tags], "", "docker", string.Join("; ", reasons), _tally);
    }

    private async Task<bool> IsOfAsync(RegistryManifest pushed, string id, CancellationToken cancellationToken) =>
        pushed.Digest == id || pushed.Digest == _catalog.FindManifest(id)
        || (await PushedImage.ReadAsync(target, pushed, cancellationToken).ConfigureAwait(false))?.Manifest.Config.Digest == id;
}
