using System.Globalization;
using Caliban.Core.Processes;

namespace Caliban.Core.Docker;

/// <summary>Questions about many containers at once. Every one of them is a <see cref="TimeoutException"/> when the engine does not answer.</summary>
/// <seealso href="https://docs.docker.com/reference/cli/docker/container/"/>
public static class DockerContainers
{
    /// <summary>How many names one command gets, so that its line does not become too long.</summary>
    private const int BatchSize = 200;

    /// <summary>More than any engine lists.</summary>
    private const int ListLimit = 512 * 1024 * 1024;

    /// <summary>All containers that carry a label, running or not, by their names.</summary>
    /// <param name="label"><c>name</c> or <c>name=value</c></param>
    public static async Task<IReadOnlyDictionary<string, ContainerState>> ContainerStatesAsync(
        this DockerClient docker, string label, CancellationToken cancellationToken)
    {
        var answer = await docker.AskAllAsync(
            ["ps", "--all", "--no-trunc", "--filter", $"label={label}", "--format", "{{.Names}}\t{{.Status}}"], cancellationToken).ConfigureAwait(false);
        return answer.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t'))
            .ToDictionary(columns => columns[0], columns => ContainerState.Parse(columns[1]), StringComparer.Ordinal);
    }

    /// <summary>When containers started and ended; those that are gone are left out.</summary>
    public static async Task<IReadOnlyDictionary<string, (DateTimeOffset? StartedAt, DateTimeOffset? EndedAt)>> ContainerTimesAsync(
        this DockerClient docker, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var times = new Dictionary<string, (DateTimeOffset?, DateTimeOffset?)>(StringComparer.Ordinal);
        foreach (var batch in names.Chunk(BatchSize))
        {
            // It fails when one of them is gone, and still tells of the others.
            var answer = await docker.AskAsync(
                cancellationToken, ["container", "inspect", "--format", "{{.Name}}\t{{.State.StartedAt}}\t{{.State.FinishedAt}}", .. batch]).ConfigureAwait(false);
            foreach (var columns in answer.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')))
            {
                times[columns[0].TrimStart('/')] = (Time(columns[1]), Time(columns[2]));
            }
        }

        return times;
    }

    /// <summary>Sends a signal to those of the containers that run.</summary>
    public static async Task SignalAsync(this DockerClient docker, IReadOnlyList<string> names, string signal, CancellationToken cancellationToken)
    {
        foreach (var batch in names.Chunk(BatchSize))
        {
            await docker.AskAsync(cancellationToken, ["kill", "--signal", signal, .. batch]).ConfigureAwait(false);
        }
    }

    /// <summary>Removes those of the containers that do not run, with the volumes that nobody named, as <c>run --rm</c> does.</summary>
    public static async Task RemoveEndedAsync(this DockerClient docker, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        foreach (var batch in names.Chunk(BatchSize))
        {
            await docker.AskAsync(cancellationToken, ["rm", "--volumes", .. batch]).ConfigureAwait(false);
        }
    }

    /// <summary>Whether the engine is this machine's, so that it sees the same files.</summary>
    /// <param name="host"><c>DOCKER_HOST</c> of the build, or null.</param>
    public static async Task<bool> IsLocalAsync(this DockerClient docker, string? host, CancellationToken cancellationToken)
    {
        var address = !string.IsNullOrEmpty(host)
            ? host
            : (await docker.AskAsync(cancellationToken, "context", "inspect", "--format", "{{.Endpoints.docker.Host}}").ConfigureAwait(false)).StandardOutput.Trim();
        return address.StartsWith("unix:", StringComparison.OrdinalIgnoreCase) || address.StartsWith("npipe:", StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<string> AskAllAsync(this DockerClient docker, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var answer = await ProcessRunner.CaptureAsync(
            new ProcessSpecification(docker.Executable, arguments), DockerClient.AnswerTime, cancellationToken, ListLimit).ConfigureAwait(false);
        return answer.ExitCode == 0 ? answer.StandardOutput : throw new TimeoutException($"docker says \"{answer.LastLine}\"");
    }

    // Year 1 is what the engine writes for never.
    private static DateTimeOffset? Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time.Year > 1 ? time : null;
}
