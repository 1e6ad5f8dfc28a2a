using Caliban.Core.Docker;
using Caliban.Core.Images.Identity;
using Caliban.Core.Images.Labels;

namespace Caliban.Core.Images.Building;

/// <summary>What the engine has of an image, asked in one question.</summary>
/// <param name="Base">The base image, when the engine has it under its name.</param>
internal sealed record EngineState(LocalImage? Code, LocalImage? Environment, LocalImage? Base)
{
    /// <summary>Whether the base image was pulled or made anew since the environment was built on it.</summary>
    public bool BaseMoved =>
        Base is not null && Environment?.Labels.GetValueOrDefault(ImageLabels.Base) is { } used && used != Base.Id;

    /// <summary>An environment that was removed does not matter as long as the image built on it is there.</summary>
    public bool IsUpToDate =>
        Code is not null && !BaseMoved
        && (Environment is null || Code.Labels.GetValueOrDefault(ImageLabels.Environment) is not { } used || used == Environment.Id);

    /// <param name="limit">How long the answer may take.</param>
    /// <exception cref="TimeoutException">The engine gave no answer.</exception>
    public static async Task<EngineState> AskAsync(DockerClient docker, ImageSpecification image, TimeSpan limit, CancellationToken cancellationToken)
    {
        var images = await docker.ImagesAsync(
            [image.Reference, image.EnvironmentReference, image.Declaration.Environment.BaseImage], limit, cancellationToken).ConfigureAwait(false);
        var (code, environment) = (Named(image.Reference), Named(image.EnvironmentReference));
        return new EngineState(code, environment, images.LastOrDefault(found => found != code && found != environment));

        LocalImage? Named(string reference) => images.FirstOrDefault(found => found.HasName(reference));
    }
}
