using Caliban.Core.Diagnostics;
using Caliban.Core.Docker;
using Caliban.Core.Images.Dockerfiles;
using Caliban.Core.Images.Identity;
using Caliban.Core.Images.Labels;

namespace Caliban.Core.Images.Building;

/// <summary>Builds the environment: with BuildKit's caches and secrets where there is BuildKit, with the same result elsewhere.</summary>
internal sealed class EnvironmentStage(DockerEngine engine, BuildSettings settings)
{
    /// <param name="baseImage">The base image, when the engine has it under its name.</param>
    /// <exception cref="DiagnosticException">CAL3001, CAL3004 to CAL3009.</exception>
    public async Task BuildAsync(ImageSpecification image, LocalImage? baseImage, CancellationToken cancellationToken)
    {
        var environment = image.Declaration.Environment;
        var builder = await DockerBuilder.FindAsync(engine, settings.Variable("DOCKER_BUILDKIT"), cancellationToken).ConfigureAwait(false);
        if (environment.NeedsBuildKit && !builder.IsBuildKit)
        {
            throw DiagnosticException.Create(ImageDiagnostics.BuildKitNeeded, SourceLocation.None);
        }

        BuildSecretSources.Require(environment.BuildSecrets, settings.Variable);
        var labels = ImageLabels.OfEnvironment(image, baseImage);
        var dockerfile = $"{EnvironmentDockerfile.Write(environment, builder.IsBuildKit)}{DockerfileText.Labels(labels)}\n";
        var context = await BuildContextArchive.OfEnvironmentAsync(dockerfile, EnvironmentContext.Place(environment, image.EnvironmentFiles), cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            await new DockerBuild(engine, settings)
                .RunAsync(image, image.EnvironmentReference, EnvironmentBuildOptions.Of(environment), context, cancellationToken).ConfigureAwait(false);
        }
    }
}
