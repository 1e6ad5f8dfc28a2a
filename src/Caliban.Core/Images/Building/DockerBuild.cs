using System.Text.RegularExpressions;
using Caliban.Core.Diagnostics;
using Caliban.Core.Docker;
using Caliban.Core.Images.Identity;
using Caliban.Core.Processes;

namespace Caliban.Core.Images.Building;

/// <summary>One <c>docker build</c>, whose context is written to its standard input.</summary>
/// <seealso href="https://docs.docker.com/reference/cli/docker/buildx/build/"/>
internal sealed partial class DockerBuild(DockerEngine engine, DockerBuilder builder, BuildSettings settings)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <exception cref="DiagnosticException">The build failed: CAL3001, or CAL3006 to CAL3009 where the reason is known.</exception>
    public async Task RunAsync(
        ImageSpecification image,
        string reference,
        IEnumerable<string> options,
        TemporaryArchive context,
        CancellationToken cancellationToken)
    {
        var said = new List<string>();
        var lines = new OutputLines(line =>
        {
            said.Add(line);
            settings.OnLine(line);
        });
        var build = new ProcessSpecification(
            engine.Client.Executable,
            [
                // The classic builder keeps the container of a failed step without being told otherwise.
                "build", "--force-rm", "--tag", reference, "--file", BuildContextArchive.DockerfileName,
                .. settings.NoCache ? ["--no-cache"] : Array.Empty<string>(),
                .. options,
                "-",
            ])
        {
            Environment = builder.Environment,
            WriteInput = (stream, cancellation) => context.Content.CopyToAsync(stream, cancellation),
        };

        var exitCode = await ProcessRunner.RunAsync(build, lines.Add, Grace, cancellationToken).ConfigureAwait(false);
        lines.Flush();
        if (exitCode != 0)
        {
            throw new DiagnosticException(
                new BuildFailure(image.Declaration, settings.ProjectFile, image.ProjectFolder).Explain(said)
                ?? await EngineLossAsync(reference, lines.Last, cancellationToken).ConfigureAwait(false)
                ?? Diagnostic.Create(
                    ImageDiagnostics.BuildFailed,
                    new SourceLocation(image.DockerfilePath),
                    reference,
                    exitCode,
                    lines.Last.Length == 0 ? "" : $"The engine says: {lines.Last}. ",
                    image.DockerfilePath));
        }
    }

    private async Task<Diagnostic?> EngineLossAsync(string reference, string lastLine, CancellationToken cancellationToken)
    {
        var (answering, reason) = await DockerEngine.ProbeAsync(Path.GetDirectoryName(engine.Client.Executable), cancellationToken).ConfigureAwait(false);
        return answering is null || LostConnection().IsMatch(lastLine)
            ? Diagnostic.Create(ImageDiagnostics.EngineLost, SourceLocation.None, reference, answering is null ? reason : lastLine)
            : null;
    }

    [GeneratedRegex("error during connect|unexpected EOF|connection reset by peer|transport is closing|Cannot connect to the Docker daemon", RegexOptions.IgnoreCase)]
    private static partial Regex LostConnection();
}
