using Caliban.Core.Docker;
using Caliban.Core.Images.Archives;
using Caliban.Core.Images.Building;
using Caliban.Core.Images.Identity;

namespace Caliban.Core.Images.Publishing;

/// <summary>The Docker engine of this machine, looked for when it is first needed.</summary>
public sealed class DockerImageEngine(BuildSettings settings, LayerCatalog catalog) : IImageEngine
{
    private DockerEngine? _docker;

    public async Task<string?> FindObstacleAsync(CancellationToken cancellationToken)
    {
        (_docker, var reason) = await DockerEngine.ProbeAsync(settings.Variable("PATH"), DockerClient.AnswerTime, cancellationToken).ConfigureAwait(false);
        return _docker is null ? reason : null;
    }

    public async Task<LocalImage?> EnsureEnvironmentAsync(ImageSpecification image, CancellationToken cancellationToken)
    {
        var reference = await Builder.EnsureEnvironmentAsync(image, cancellationToken).ConfigureAwait(false);
        return await Docker.Client.FindImageAsync(reference, cancellationToken).ConfigureAwait(false);
    }

    public async Task<LocalImage?> EnsureAsync(ImageSpecification image, CancellationToken cancellationToken)
    {
        var built = await Builder.EnsureAsync(image, cancellationToken).ConfigureAwait(false);
        return await Docker.Client.FindImageAsync(built.Reference, cancellationToken).ConfigureAwait(false);
    }

    public async Task<SavedImage> SaveAsync(string reference, string folder, CancellationToken cancellationToken)
    {
        SavedImage? saved = null;
        try
        {
            await Docker.Client.ReadAsync(
                reference,
                async (archive, cancellation) => saved = await SavedImage.ReadAsync(archive, reference, folder, catalog, cancellation).ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false);
            return saved!;
        }
        catch
        {
            saved?.Dispose();
            throw;
        }
    }

    private DockerEngine Docker => _docker ?? throw new InvalidOperationException("The engine was not looked for.");

    private DockerImageBuilder Builder => new(Docker, settings);
}
