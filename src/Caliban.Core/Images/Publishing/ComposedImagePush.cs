using Caliban.Core.Images.Composition;
using Caliban.Core.Images.Identity;
using Caliban.Core.Registries;

namespace Caliban.Core.Images.Publishing;

/// <summary>Pushes an image made of an environment that is somewhere and our layer of the code.</summary>
internal sealed class ComposedImagePush(IRepository target, PublishSettings settings)
{
    private readonly List<string> _reasons = [];

    public PushTally Tally { get; } = new();

    /// <summary>Parts of the environment that the repository lost, after an attempt that did not succeed.</summary>
    public IReadOnlyCollection<string> Missing { get; private set; } = [];

    /// <summary>Notes, and shows, why something is done.</summary>
    public void Tell(string reason)
    {
        _reasons.Add(reason);
        settings.Build.OnLine(reason);
    }

    /// <param name="usesEngine">Whether the engine made the environment just now.</param>
    /// <returns>Null when parts of the environment are missing; nothing was named then.</returns>
    public async Task<PublishedImage?> TryPushAsync(
        ImageSpecification image, EnvironmentImage environment, bool usesEngine, CancellationToken cancellationToken)
    {
        var composed = await ComposedImage.CreateAsync(image, environment, settings.Build.Variable, cancellationToken).ConfigureAwait(false);
        var tag = ImageIdentity.Tag(image.Inputs.Code);
        var transfer = new BlobTransfer(target, Tally);
        var tags = new TagPush(target, transfer);
        var current = await target.FindManifestAsync(tag, cancellationToken).ConfigureAwait(false);
        var pushed = current is not null && await IsSameAsync(composed, current, cancellationToken).ConfigureAwait(false) ? current : null;
        if (pushed is null)
        {
            if (!await EnsureEnvironmentAsync(environment, transfer, cancellationToken).ConfigureAwait(false))
            {
                return null;
            }

            var record = await ImageRecord.ReadAsync(image.OutputFolder, ImageRecord.Pushed, cancellationToken).ConfigureAwait(false);
            Tell($"code: {Reason(record, image, current)}");
            await transfer.EnsureAsync([composed.CodeLayer, composed.Manifest.Config], null, composed.OpenBlobAsync, cancellationToken).ConfigureAwait(false);
            pushed = composed.Stored;
            await transfer.PutAsync(tag, pushed, cancellationToken).ConfigureAwait(false);
            await ImageRecord.WriteAsync(image.OutputFolder, image.Inputs, ImageRecord.Pushed, cancellationToken).ConfigureAwait(false);
        }

        foreach (var moved in await tags.EnsureAsync(settings.Tags, pushed, cancellationToken).ConfigureAwait(false))
        {
            Tell($"tag: {moved}");
        }

        return new PublishedImage(
            target.Name.ToString(), pushed.Digest, [tag, .. settings.Tags], environment.Stored.Digest, usesEngine ? "docker" : "layer", string.Join("; ", _reasons), Tally);
    }

    private async Task<bool> EnsureEnvironmentAsync(EnvironmentImage environment, BlobTransfer transfer, CancellationToken cancellationToken)
    {
        var neighbour = environment.Source is IRepository repository && repository.Name.Registry == target.Name.Registry ? repository.Name.Path : null;
        var isHere = neighbour == target.Name.Path;
        Missing = await transfer.EnsureAsync(
            environment.Manifest.Layers, isHere ? null : neighbour, isHere ? null : environment.Source.OpenBlobAsync, cancellationToken).ConfigureAwait(false);
        return Missing.Count == 0;
    }

    // What changed since the last push explains what is absent; a tag that is there was moved by somebody, or its environment was.
    private static string Reason(ImageRecord? record, ImageSpecification image, RegistryManifest? current) => current is not null
        ? "the registry has another image of this name"
        : RebuildReason.Describe(record?.Code, image.Inputs.Code, "the registry does not have it any more", "it was not pushed from here before");

    private async Task<bool> IsSameAsync(ComposedImage composed, RegistryManifest current, CancellationToken cancellationToken)
    {
        if (current.Digest == composed.Stored.Digest)
        {
            return true;
        }

        var other = await PushedImage.ReadAsync(target, current, cancellationToken).ConfigureAwait(false);
        return other is not null && composed.IsSameAs(other.Manifest, other.Configuration);
    }
}
