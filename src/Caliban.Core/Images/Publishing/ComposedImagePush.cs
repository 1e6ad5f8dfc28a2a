using System.Globalization;
using Caliban.Core.Images.Building;
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

    /// <returns>Null when parts of the environment are missing; nothing was named then.</returns>
    public async Task<PublishedImage?> TryPushAsync(ImageSpecification image, EnvironmentImage environment, CancellationToken cancellationToken)
    {
        var variable = settings.Build.Variable;
        var revision = await SourceRevision.FindAsync(image.ProjectFolder, variable("PATH"), cancellationToken).ConfigureAwait(false);
        long? epoch = long.TryParse(variable("SOURCE_DATE_EPOCH"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;
        var composed = await ComposedImage.CreateAsync(image, environment, revision, epoch, cancellationToken).ConfigureAwait(false);
        var tag = ImageIdentity.Tag(image.Inputs.Code);
        var transfer = new BlobTransfer(target, Tally);
        var tags = new TagPush(target, transfer);
        var current = await target.FindManifestAsync(tag, cancellationToken).ConfigureAwait(false);
        var pushed = current is not null && await IsSameAsync(composed, current, cancellationToken).ConfigureAwait(false) ? current : null;
        if (pushed is null)
        {
            var record = await ImageRecord.ReadAsync(image.OutputFolder, ImageRecord.Pushed, cancellationToken).ConfigureAwait(false);
            if (!await EnsureBlobsAsync(composed, transfer, cancellationToken).ConfigureAwait(false))
            {
                return null;
            }

            Tell($"code: {(current is not null ? $"the tag {tag} is another image" : RebuildReason.Describe(record?.Code, image.Inputs.Code, "the registry does not have it", "it was not pushed from here before"))}");
            pushed = composed.Stored;
            await transfer.PutAsync(tag, pushed, cancellationToken).ConfigureAwait(false);
        }

        foreach (var moved in await tags.EnsureAsync(settings.Tags, pushed, cancellationToken).ConfigureAwait(false))
        {
            Tell($"tag: {moved}");
        }

        await ImageRecord.WriteAsync(image.OutputFolder, image.Inputs, ImageRecord.Pushed, cancellationToken).ConfigureAwait(false);
        return new PublishedImage(
            target.Name.ToString(), pushed.Digest, [tag, .. settings.Tags], environment.Stored.Digest, "layer", string.Join("; ", _reasons), Tally);
    }

    /// <summary>The small parts last, so that a layer that is refused costs nothing more.</summary>
    private async Task<bool> EnsureBlobsAsync(ComposedImage composed, BlobTransfer transfer, CancellationToken cancellationToken)
    {
        var neighbour = composed.Environment.Source is IRepository repository && repository.Name.Registry == target.Name.Registry ? repository.Name.Path : null;
        var isHere = neighbour == target.Name.Path;
        Missing = await transfer.EnsureAsync(
            composed.Environment.Manifest.Layers,
            isHere ? null : neighbour,
            isHere ? null : composed.Environment.Source.OpenBlobAsync,
            cancellationToken).ConfigureAwait(false);
        if (Missing.Count == 0)
        {
            await transfer.EnsureAsync([composed.CodeLayer, composed.Manifest.Config], null, composed.OpenBlobAsync, cancellationToken).ConfigureAwait(false);
        }

        return Missing.Count == 0;
    }

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
