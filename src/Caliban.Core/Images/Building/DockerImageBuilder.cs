using Caliban.Core.Diagnostics;
using Caliban.Core.Docker;
using Caliban.Core.Images.Dockerfiles;
using Caliban.Core.Images.Identity;

namespace Caliban.Core.Images.Building;

/// <summary>Makes sure that the engine has an image, building only the stages it does not have, and says why.</summary>
public sealed class DockerImageBuilder(DockerEngine engine, BuildSettings settings)
{
    /// <summary>The image, when the engine has it and nothing is to be built: one question, also where no engine is known yet.</summary>
    /// <exception cref="TimeoutException">The engine gave no answer for as long as one may take before it counts as absent.</exception>
    public static async Task<BuiltImage?> FindAsync(DockerClient docker, ImageSpecification image, CancellationToken cancellationToken)
    {
        var state = await EngineState.AskAsync(docker, image, DockerEngine.ProbeTime, cancellationToken).ConfigureAwait(false);
        return state.IsUpToDate ? new BuiltImage(image.Reference, state.Code!.Id, image.EnvironmentReference, []) : null;
    }

    /// <exception cref="DiagnosticException">The build failed: CAL3001; a file cannot be read: CAL3004.</exception>
    public async Task<BuiltImage> EnsureAsync(ImageSpecification image, CancellationToken cancellationToken)
    {
        var state = await EngineState.AskAsync(engine.Client, image, DockerClient.AnswerTime, cancellationToken).ConfigureAwait(false);
        if (!settings.NoCache && state.IsUpToDate)
        {
            return new BuiltImage(image.Reference, state.Code!.Id, image.EnvironmentReference, []);
        }

        var record = await ImageRecord.ReadAsync(image.OutputFolder, cancellationToken).ConfigureAwait(false);
        var reasons = new List<string>();
        var builder = await DockerBuilder.FindAsync(engine, settings.Variable("DOCKER_BUILDKIT"), cancellationToken).ConfigureAwait(false);
        var build = new DockerBuild(engine, builder, settings);
        if (image.Declaration.Environment.Image is null && (settings.NoCache || state.Environment is null || state.BaseMoved))
        {
            Tell("environment", settings.NoCache ? "CalibanNoCache is set"
                : state.BaseMoved ? $"the base image {image.Declaration.Environment.BaseImage} is another one now"
                : RebuildReason.Describe(record?.Environment, image.Inputs.Environment));
            await BuildEnvironmentAsync(build, builder, image, state, cancellationToken).ConfigureAwait(false);
        }

        Tell("code", reasons.Count > 0 ? "the environment was built"
            : settings.NoCache ? "CalibanNoCache is set"
            : RebuildReason.Describe(record?.Code, image.Inputs.Code));
        await BuildCodeAsync(build, image, cancellationToken).ConfigureAwait(false);
        await ImageRecord.WriteAsync(image.OutputFolder, image.Inputs, cancellationToken).ConfigureAwait(false);
        var built = await engine.Client.FindImageAsync(image.Reference, cancellationToken).ConfigureAwait(false);
        return new BuiltImage(image.Reference, built?.Id ?? "", image.EnvironmentReference, reasons);

        void Tell(string stage, string reason)
        {
            reasons.Add($"{stage}: {reason}");
            settings.OnLine(reasons[^1]);
        }
    }

    /// <summary>Makes sure that the engine has the environment of an image, without its code.</summary>
    /// <exception cref="DiagnosticException">The build failed: CAL3001; a file cannot be read: CAL3004.</exception>
    /// <returns>The name under which the engine has it.</returns>
    public async Task<string> EnsureEnvironmentAsync(ImageSpecification image, CancellationToken cancellationToken)
    {
        var state = await EngineState.AskAsync(engine.Client, image, DockerClient.AnswerTime, cancellationToken).ConfigureAwait(false);
        if (image.Declaration.Environment.Image is null && (settings.NoCache || state.Environment is null || state.BaseMoved))
        {
            var record = await ImageRecord.ReadAsync(image.OutputFolder, cancellationToken).ConfigureAwait(false);
            settings.OnLine($"environment: {RebuildReason.Describe(record?.Environment, image.Inputs.Environment)}");
            var builder = await DockerBuilder.FindAsync(engine, settings.Variable("DOCKER_BUILDKIT"), cancellationToken).ConfigureAwait(false);
            await BuildEnvironmentAsync(new DockerBuild(engine, builder, settings), builder, image, state, cancellationToken).ConfigureAwait(false);
        }

        return image.EnvironmentReference;
    }

    private static Task BuildEnvironmentAsync(
        DockerBuild build, DockerBuilder builder, ImageSpecification image, EngineState state, CancellationToken cancellationToken)
    {
        var environment = image.Declaration.Environment;
        if (environment.NeedsBuildKit && !builder.IsBuildKit)
        {
            throw DiagnosticException.Create(ImageDiagnostics.BuildKitNeeded, SourceLocation.None);
        }

        var dockerfile = EnvironmentDockerfile.Write(environment, builder.IsBuildKit);
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in ImageLabels.OfEnvironment(image))
        {
            labels[name] = value;
        }

        if (state.Base is not null)
        {
            labels[ImageLabels.Base] = state.Base.Id;
        }

        return build.RunAsync(
            image.EnvironmentReference,
            EnvironmentBuildOptions.Of(environment),
            labels,
            image.DockerfilePath,
            (stream, cancellation) => BuildContextArchive.WriteEnvironmentAsync(stream, dockerfile, image.EnvironmentFiles, cancellation),
            cancellationToken);
    }

    private async Task BuildCodeAsync(DockerBuild build, ImageSpecification image, CancellationToken cancellationToken)
    {
        var environment = await engine.Client.FindImageAsync(image.EnvironmentReference, cancellationToken).ConfigureAwait(false);
        var revision = await SourceRevision.FindAsync(image.ProjectFolder, settings.Variable("PATH"), cancellationToken).ConfigureAwait(false);
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal) { [ImageLabels.Environment] = environment?.Id ?? image.EnvironmentReference };
        foreach (var (name, value) in ImageLabels.OfCode(image, revision, SourceDateEpoch.Read(settings.Variable)))
        {
            labels[name] = value;
        }

        var dockerfile = CodeDockerfile.Write(image.Declaration, image.EnvironmentReference);
        await build.RunAsync(
            image.Reference,
            ["--platform", image.Declaration.Environment.Platform],
            labels,
            image.DockerfilePath,
            (stream, cancellation) => BuildContextArchive.WriteCodeAsync(stream, dockerfile, image.CodeFiles, cancellation),
            cancellationToken).ConfigureAwait(false);
    }
}
