using Caliban.Core.Diagnostics;
using Caliban.Core.Docker;
using Caliban.Core.Processes;

namespace Caliban.Core.Images;

/// <summary>An image the engine has.</summary>
/// <param name="Id">The engine's id, <c>sha256:…</c>.</param>
/// <param name="WasBuilt">False when the engine had it already and nothing was done.</param>
public sealed record BuiltImage(string Reference, string Id, bool WasBuilt);

/// <summary>Makes sure that the engine has an image, building it only when it has not.</summary>
public static class ImageBuilder
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <param name="userBuilder">The user's own <c>DOCKER_BUILDKIT</c>, or null.</param>
    /// <param name="onLine">Receives the lines of the build as they come; from several threads, one at a time.</param>
    /// <exception cref="DiagnosticException">The build failed: CAL3001; a file cannot be read: CAL3004.</exception>
    public static async Task<BuiltImage> EnsureAsync(
        ImageSpecification image,
        string projectFolder,
        DockerEngine engine,
        string? userBuilder,
        Action<string> onLine,
        CancellationToken cancellationToken)
    {
        if (await engine.Client.ImageIdAsync(image.Reference, cancellationToken).ConfigureAwait(false) is { } existing)
        {
            return new BuiltImage(image.Reference, existing, WasBuilt: false);
        }

        var lines = new OutputLines(onLine);
        var build = new ProcessSpecification(
            engine.Client.Executable,
            // The classic builder keeps the container of a failed step without being told otherwise.
            ["build", "--force-rm", "--tag", image.Reference, "--file", BuildContextArchive.DockerfileName, "-"])
        {
            Environment = DockerBuilder.Environment(engine, userBuilder),
            WriteInput = (stream, cancellation) => BuildContextArchive.WriteAsync(
                stream, image.Dockerfile, BuildContext.Enumerate(projectFolder, image.Sources), cancellation),
        };

        var exitCode = await ProcessRunner.RunAsync(build, lines.Add, Grace, cancellationToken).ConfigureAwait(false);
        lines.Flush();
        if (exitCode != 0)
        {
            throw DiagnosticException.Create(
                ImageDiagnostics.BuildFailed,
                new SourceLocation(image.DockerfilePath),
                image.Reference,
                exitCode,
                lines.Last.Length == 0 ? "" : $"The engine says: {lines.Last}. ",
                image.DockerfilePath);
        }

        var id = await engine.Client.ImageIdAsync(image.Reference, cancellationToken).ConfigureAwait(false);
        return new BuiltImage(image.Reference, id ?? "", WasBuilt: true);
    }
}
