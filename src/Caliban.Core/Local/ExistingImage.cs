using Caliban.Core.Diagnostics;
using Caliban.Core.Docker;
using Caliban.Core.Processes;

namespace Caliban.Core.Local;

/// <summary>An image that is used as it is: the engine has it or pulls it.</summary>
internal static class ExistingImage
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <param name="property">What names the image.</param>
    /// <param name="onLine">Receives the lines of a pull.</param>
    /// <exception cref="DiagnosticException">It cannot be had: CAL4028.</exception>
    public static async Task<LocalImage> RequireAsync(
        DockerClient docker, string reference, string property, SourceLocation location, Action<string> onLine, CancellationToken cancellationToken)
    {
        if (await docker.FindImageAsync(reference, cancellationToken).ConfigureAwait(false) is { } image)
        {
            return image;
        }

        var lines = new OutputLines(onLine);
        await ProcessRunner.RunAsync(
            new ProcessSpecification(docker.Executable, ["pull", reference]), lines.Add, Grace, cancellationToken).ConfigureAwait(false);
        lines.Flush();
        return await docker.FindImageAsync(reference, cancellationToken).ConfigureAwait(false)
            ?? throw DiagnosticException.Create(SessionDiagnostics.ImageNotFound, location, reference, lines.Last, property);
    }
}
