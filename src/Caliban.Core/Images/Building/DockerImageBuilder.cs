using Caliban.Core.Diagnostics;
using Caliban.Core.Docker;
using Caliban.Core.Images.Identity;

namespace Caliban.Core.Images.Building;

/// <summary>Makes sure that the engine has an image, building only the stages it does not have, and says why.</summary>
public sealed class DockerImageBuilder(DockerEngine engine, BuildSettings settings)
{
    /// <summary>The image, when the engine has it and nothing is to be built: one question, also where no engine is known yet.</summary>
    /// <exception cref="TimeoutException">The engine gave no answer within <paramref name="limit"/>.</exception>
    public static async Task<BuiltImage?> FindAsync(
        DockerClient docker, ImageSpecification image, TimeSpan limit, CancellationToken cancellationToken)
    {
        var state = await EngineState.AskAsync(docker, image, limit, cancellationToken).ConfigureAwait(false);
        return state.IsUpToDate ? new BuiltImage(image.Reference, state.Code!.Id, image.EnvironmentReference, []) : null;
    }

    /// <exception cref="DiagnosticException">The build failed: CAL3001, CAL3005 to CAL3009; a file cannot be read: CAL3004.</exception>
    public async Task<BuiltImage> EnsureAsync(ImageSpecification image, CancellationToken cancellationToken)
    {
        var state = await EngineState.AskAsync(engine.Client, image, DockerClient.AnswerTime, cancellationToken).ConfigureAwait(false);
        if (!settings.NoCache && state.IsUpToDate)
        {
            return new BuiltImage(image.Reference, state.Code!.Id, image.EnvironmentReference, []);
        }

        var record = await ImageRecord.ReadAsync(image.OutputFolder, cancellationToken).ConfigureAwait(false);
        var reasons = new List<string>();
        var environment = state.Environment;
        if (EnvironmentReason(image, state, record) is { } environmentReason)
        {
            Tell("environment", environmentReason);
            await new EnvironmentStage(engine, settings).BuildAsync(image, state.Base, cancellationToken).ConfigureAwait(false);
            environment = await engine.Client.FindImageAsync(image.EnvironmentReference, cancellationToken).ConfigureAwait(false);
        }

        Tell("code", reasons.Count > 0 ? "the environment was built"
            : settings.NoCache ? "CalibanNoCache is set"
            : RebuildReason.Describe(record?.Code, image.Inputs.Code));
        var id = await new CodeStage(engine, settings).BuildAsync(image, environment, cancellationToken).ConfigureAwait(false);
        await ImageRecord.WriteAsync(image.OutputFolder, image.Inputs, cancellationToken).ConfigureAwait(false);
        return new BuiltImage(image.Reference, id, image.EnvironmentReference, reasons);

        void Tell(string stage, string reason)
        {
            reasons.Add($"{stage}: {reason}");
            settings.OnLine(reasons[^1]);
        }
    }

    /// <summary>Makes sure that the engine has the environment of an image, without its code.</summary>
    /// <exception cref="DiagnosticException">As <see cref="EnsureAsync"/>.</exception>
    /// <returns>The name under which the engine has it.</returns>
    public async Task<string> EnsureEnvironmentAsync(ImageSpecification image, CancellationToken cancellationToken)
    {
        var state = await EngineState.AskAsync(engine.Client, image, DockerClient.AnswerTime, cancellationToken).ConfigureAwait(false);
        var record = await ImageRecord.ReadAsync(image.OutputFolder, cancellationToken).ConfigureAwait(false);
        if (EnvironmentReason(image, state, record) is { } reason)
        {
            settings.OnLine($"environment: {reason}");
            await new EnvironmentStage(engine, settings).BuildAsync(image, state.Base, cancellationToken).ConfigureAwait(false);
        }

        return image.EnvironmentReference;
    }

    /// <summary>Why the environment has to be built; null when it has not.</summary>
    private string? EnvironmentReason(ImageSpecification image, EngineState state, ImageRecord? record) =>
        image.Declaration.Environment.Image is not null ? null
        : settings.NoCache ? "CalibanNoCache is set"
        : state.BaseMoved ? $"the base image {image.Declaration.Environment.BaseImage} is another one now"
        : state.Environment is null ? RebuildReason.Describe(record?.Environment, image.Inputs.Environment)
        : null;
}
