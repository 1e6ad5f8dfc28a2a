using Caliban.Core.Docker;

namespace Caliban.Core.Local;

/// <summary>Finds out whether containers can see files of this machine: an engine may be on another, or beside our own container.</summary>
internal static class SharedFiles
{
    // What Docker and Podman put into their containers.
    private static readonly string[] ContainerMarks = ["/.dockerenv", "/run/.containerenv"];

    private const string TrialLabel = "build.caliban.trial";

    /// <param name="image">An image that the engine has.</param>
    /// <param name="folder">A folder of this machine.</param>
    /// <param name="host"><c>DOCKER_HOST</c> of the build, or null.</param>
    public static async Task<bool> AreSeenAsync(DockerClient docker, string image, string folder, string? host, CancellationToken cancellationToken)
    {
        if (await docker.IsLocalAsync(host, cancellationToken).ConfigureAwait(false) && !ContainerMarks.Any(File.Exists))
        {
            return true;
        }

        // A build that was killed in the middle of its trial left a container.
        var left = await docker.AskAsync(
            cancellationToken, "ps", "--all", "--quiet", "--no-trunc", "--filter", $"label={TrialLabel}", "--filter", "status=created").ConfigureAwait(false);
        if (left.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } containers)
        {
            await docker.RemoveAsync(containers, cancellationToken).ConfigureAwait(false);
        }

        // Paths are checked when a container is made; this one is never started.
        var trial = await docker.AskAsync(cancellationToken, "create", "--label", TrialLabel, "--mount", BindMount.ReadOnly(folder, "/run/caliban/trial"), image, "-").ConfigureAwait(false);
        if (trial.ExitCode == 0)
        {
            await docker.RemoveAsync([trial.StandardOutput.Trim()], cancellationToken).ConfigureAwait(false);
        }

        return trial.ExitCode == 0;
    }
}
