using Caliban.Core.Diagnostics;
using Caliban.Core.Images.Composition;
using Caliban.Core.Images.Identity;
using Caliban.Core.Registries;

namespace Caliban.Core.Images.Publishing;

/// <summary>
/// Makes sure that a repository has an image: first asks what is there, then uploads only what is absent, the parts before the
/// manifest and the manifest before its names, so that nothing half is ever seen.
/// </summary>
/// <param name="open">Opens any repository.</param>
public sealed class ImagePublisher(IRepository target, Func<RepositoryName, IRepository> open, IImageEngine engine, PublishSettings settings)
{
    private readonly EnvironmentFinder _finder = new(target.Name, open);

    /// <exception cref="DiagnosticException">It could not be built or pushed.</exception>
    public async Task<PublishedImage> PublishAsync(ImageSpecification image, CancellationToken cancellationToken)
    {
        if (image.Declaration.Lines is [var line, ..])
        {
            return settings.Builder == ImageBuilderChoice.Layer
                ? throw DiagnosticException.Create(LayerDiagnostics.CodeLinesNeedEngine, SourceLocation.None, line)
                : await new BuiltImagePush(target, engine, settings).PushAsync(image, cancellationToken).ConfigureAwait(false);
        }

        var push = new ComposedImagePush(target, settings);
        var environment = MayBeInRegistry(image) ? await _finder.FindAsync(image, cancellationToken).ConfigureAwait(false) : null;
        if (environment is not null && await push.TryPushAsync(image, environment, usesEngine: false, cancellationToken).ConfigureAwait(false) is { } published)
        {
            return published;
        }

        await RequireEngineAsync(image, environment, push, cancellationToken).ConfigureAwait(false);
        using var built = await new EnvironmentPush(target, engine, settings, push).PushAsync(image, cancellationToken).ConfigureAwait(false);
        return await push.TryPushAsync(image, built.Image, usesEngine: true, cancellationToken).ConfigureAwait(false)
            ?? throw Incomplete(built.Image, push);
    }

    // Docker's own environment decides when Docker is asked for, or when it is built anew; a finished one is never built.
    private bool MayBeInRegistry(ImageSpecification image) =>
        image.Declaration.Environment.Image is not null
        || settings.Builder == ImageBuilderChoice.Layer
        || (settings.Builder == ImageBuilderChoice.Auto && !settings.Build.NoCache);

    private async Task RequireEngineAsync(
        ImageSpecification image, EnvironmentImage? environment, ComposedImagePush push, CancellationToken cancellationToken)
    {
        var declared = image.Declaration.Environment.Image;
        var obstacle = settings.Builder == ImageBuilderChoice.Layer ? "CalibanImageBuilder is 'layer'"
            : declared is not null && DeclaredEnvironment.IsLayout(declared) ? "it is a folder"
            : await engine.FindObstacleAsync(cancellationToken).ConfigureAwait(false);
        if (obstacle is not null)
        {
            throw environment is not null ? Incomplete(environment, push)
                : declared is not null ? DiagnosticException.Create(LayerDiagnostics.EnvironmentImageMissing, SourceLocation.None, declared)
                : DiagnosticException.Create(
                    LayerDiagnostics.EnvironmentNotPushed, SourceLocation.None, target.Name, EnvironmentFinder.Tag(image), obstacle);
        }
    }

    private DiagnosticException Incomplete(EnvironmentImage environment, ComposedImagePush push) => DiagnosticException.Create(
        LayerDiagnostics.EnvironmentIncomplete, SourceLocation.None, target.Name, environment.Name, string.Join(", ", push.Missing));
}
