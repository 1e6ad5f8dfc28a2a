using System.ComponentModel;
using Caliban.Core.Diagnostics;
using Caliban.Core.Docker;
using Caliban.Core.Images.Building;
using Caliban.Core.Images.Identity;

namespace Caliban.Core.Images.Publishing;

/// <summary>Builds the image of a project with the engine or without one.</summary>
/// <param name="refusal">Why no engine is to be used, in words that follow a colon; null when one may be.</param>
/// <param name="patience">How long an engine may take to answer.</param>
public sealed class ImageBuild(ImageBuilderChoice builder, string? refusal, TimeSpan patience, ArchiveBuilder archive, BuildSettings settings)
{
    /// <exception cref="DiagnosticException">It could not be built.</exception>
    public async Task<BuiltImage> EnsureAsync(ImageSpecification image, CancellationToken cancellationToken)
    {
        var declared = image.Declaration.Environment.Image;
        var isLayout = declared is not null && DeclaredEnvironment.IsLayout(declared);
        if (builder == ImageBuilderChoice.Docker && isLayout)
        {
            throw DiagnosticException.Create(LayerDiagnostics.LayoutNeedsLayer, SourceLocation.None, declared);
        }

        var obstacle = builder == ImageBuilderChoice.Layer ? "CalibanImageBuilder is 'layer'"
            : isLayout ? "CalibanEnvironmentImage is a folder"
            : refusal;
        if (obstacle is null)
        {
            (var built, obstacle) = await BuildWithDockerAsync(image, cancellationToken).ConfigureAwait(false);
            if (built is not null)
            {
                return built;
            }
        }

        return builder == ImageBuilderChoice.Docker
            ? throw DiagnosticException.Create(ImageDiagnostics.EngineNeeded, SourceLocation.None, obstacle)
            : await BuildArchiveAsync(image, obstacle, cancellationToken).ConfigureAwait(false);
    }

    private async Task<(BuiltImage? Image, string Obstacle)> BuildWithDockerAsync(ImageSpecification image, CancellationToken cancellationToken)
    {
        var path = settings.Variable("PATH");
        try
        {
            // One question is all that an unchanged image costs.
            if (!settings.NoCache && DockerClient.Find(path) is { } client
                && await DockerImageBuilder.FindAsync(client, image, patience, cancellationToken).ConfigureAwait(false) is { } found)
            {
                return (found, "");
            }
        }
        catch (Exception exception) when (exception is TimeoutException or Win32Exception)
        {
            return (null, exception.Message);
        }

        var (engine, obstacle) = await DockerEngine.ProbeAsync(path, patience, cancellationToken).ConfigureAwait(false);
        return engine is null ? (null, obstacle) : (await new DockerImageBuilder(engine, settings).EnsureAsync(image, cancellationToken).ConfigureAwait(false), "");
    }

    private async Task<BuiltImage> BuildArchiveAsync(ImageSpecification image, string obstacle, CancellationToken cancellationToken)
    {
        if (builder == ImageBuilderChoice.Auto && image.Declaration.Lines.Count > 0)
        {
            throw DiagnosticException.Create(ImageDiagnostics.EngineNeeded, SourceLocation.None, obstacle);
        }

        return await archive.EnsureAsync(image, cancellationToken).ConfigureAwait(false)
            ?? throw (image.Declaration.Environment.Image is { } declared
                ? DiagnosticException.Create(LayerDiagnostics.EnvironmentImageMissing, SourceLocation.None, declared)
                : builder == ImageBuilderChoice.Layer
                    ? DiagnosticException.Create(LayerDiagnostics.EnvironmentNotPushed, SourceLocation.None, archive.Repository, EnvironmentFinder.Tag(image), obstacle)
                    : DiagnosticException.Create(ImageDiagnostics.EngineNeeded, SourceLocation.None, obstacle));
    }
}
