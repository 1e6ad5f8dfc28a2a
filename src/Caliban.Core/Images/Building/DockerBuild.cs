using Caliban.Core.Diagnostics;
using Caliban.Core.Docker;
using Caliban.Core.Processes;

namespace Caliban.Core.Images.Building;

/// <summary>One <c>docker build</c>, whose context is written to its standard input.</summary>
/// <seealso href="https://docs.docker.com/reference/cli/docker/buildx/build/"/>
internal sealed class DockerBuild(DockerEngine engine, DockerBuilder builder, BuildSettings settings)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <exception cref="DiagnosticException">The build failed: CAL3001.</exception>
    public async Task RunAsync(
        string reference,
        IEnumerable<string> options,
        IReadOnlyDictionary<string, string> labels,
        string dockerfilePath,
        Func<Stream, CancellationToken, Task> writeContext,
        CancellationToken cancellationToken)
    {
        var lines = new OutputLines(settings.OnLine);
        var build = new ProcessSpecification(
            engine.Client.Executable,
            [
                // The classic builder keeps the container of a failed step without being told otherwise.
                "build", "--force-rm", "--tag", reference, "--file", BuildContextArchive.DockerfileName,
                .. settings.NoCache ? ["--no-cache"] : Array.Empty<string>(),
                .. labels.SelectMany(label => (string[])["--label", $"{label.Key}={label.Value}"]),
                .. options,
                "-",
            ])
        {
            Environment = builder.Environment,
            WriteInput = writeContext,
        };

        var exitCode = await ProcessRunner.RunAsync(build, lines.Add, Grace, cancellationToken).ConfigureAwait(false);
        lines.Flush();
        if (exitCode != 0)
        {
            throw DiagnosticException.Create(
                ImageDiagnostics.BuildFailed,
                new SourceLocation(dockerfilePath),
                reference,
                exitCode,
                lines.Last.Length == 0 ? "" : $"The engine says: {lines.Last}. ",
                dockerfilePath);
        }
    }
}
