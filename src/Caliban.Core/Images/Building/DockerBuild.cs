using System.Text.RegularExpressions;
using Caliban.Core.Diagnostics;
using Caliban.Core.Docker;
using Caliban.Core.Images.Identity;
using Caliban.Core.Processes;

namespace Caliban.Core.Images.Building;

/// <summary>One <c>docker build</c>, whose context is written to its standard input.</summary>
/// <seealso href="https://docs.docker.com/reference/cli/docker/buildx/build/"/>
internal sealed partial class DockerBuild(DockerEngine engine, BuildSettings settings)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <exception cref="DiagnosticException">The build failed: CAL3001, or CAL3006 to CAL3009 where the reason is known.</exception>
    /// <returns>The engine's id of the image.</returns>
    public async Task<string> RunAsync(
        ImageSpecification image,
        string reference,
        IEnumerable<string> options,
        TemporaryArchive context,
        CancellationToken cancellationToken)
    {
        using var id = new IdFile();
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
                "build", "--force-rm", "--tag", reference, "--iidfile", id.Path, "--file", BuildContextArchive.DockerfileName,
                .. settings.NoCache ? ["--no-cache"] : Array.Empty<string>(),
                .. options,
                "-",
            ])
        {
            Environment = DockerBuilder.Variables(engine, settings.Variable("DOCKER_BUILDKIT")),
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

        return await id.ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<Diagnostic?> EngineLossAsync(string reference, string lastLine, CancellationToken cancellationToken)
    {
        var (answering, reason) = await DockerEngine.ProbeAsync(
            Path.GetDirectoryName(engine.Client.Executable), DockerClient.AnswerTime, cancellationToken).ConfigureAwait(false);
        return answering is null || LostConnection().IsMatch(lastLine)
            ? Diagnostic.Create(ImageDiagnostics.EngineLost, SourceLocation.None, reference, answering is null ? reason : lastLine)
            : null;
    }

    /// <summary>Where the engine's command writes the id of what it built.</summary>
    private sealed class IdFile : IDisposable
    {
        public string Path { get; } = System.IO.Path.GetTempFileName();

        public async Task<string> ReadAsync(CancellationToken cancellationToken) =>
            (await File.ReadAllTextAsync(Path, cancellationToken).ConfigureAwait(false)).Trim();

        public void Dispose() => File.Delete(Path);
    }

    [GeneratedRegex("error during connect|unexpected EOF|connection reset by peer|transport is closing|Cannot connect to the Docker daemon", RegexOptions.IgnoreCase)]
    private static partial Regex LostConnection();
}
