using Caliban.Core.Diagnostics;
using Caliban.Core.Docker;

namespace Caliban.Core.Local;

/// <summary>Finds out before a sweep whether the engine can give containers a GPU.</summary>
internal static class DockerGpu
{
    /// <exception cref="DiagnosticException">It cannot: CAL4009.</exception>
    public static async Task RequireAsync(DockerClient docker, string image, SourceLocation location, CancellationToken cancellationToken)
    {
        var runtimes = await docker.AskAsync(cancellationToken, "info", "--format", "{{json .Runtimes}}").ConfigureAwait(false);
        if (runtimes.StandardOutput.Contains("\"nvidia\"", StringComparison.Ordinal))
        {
            return;
        }

        // The toolkit can be present without a runtime of that name, so the engine is asked by trying: devices are chosen
        // before the program is looked for, and this program does not exist.
        var trial = await docker.AskAsync(cancellationToken, "run", "--rm", "--gpus", "all", "--entrypoint", "/caliban-gpu-trial", image)
            .ConfigureAwait(false);
        if (trial.StandardError.Contains("could not select device driver", StringComparison.Ordinal)
            || trial.StandardError.Contains("nvidia-container", StringComparison.Ordinal)
            || trial.StandardError.Contains("failed to discover GPU", StringComparison.Ordinal))
        {
            var words = trial.StandardError.Split('\n').FirstOrDefault(line => line.StartsWith("docker: ", StringComparison.Ordinal)) ?? trial.LastLine;
            throw DiagnosticException.Create(
                LocalRunDiagnostics.NoGpuRuntime, location, $"the Docker engine has no GPU runtime (it says \"{words.Trim()}\")");
        }
    }
}
