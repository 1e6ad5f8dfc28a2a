using System.ComponentModel;
using Caliban.Core.Processes;

namespace Caliban.Core.Docker;

/// <summary>An engine that answers.</summary>
/// <param name="ClientVersion">Of the command line, for example 28.2.2.</param>
/// <param name="ServerVersion">Of the engine behind it.</param>
public sealed record DockerEngine(DockerClient Client, Version ClientVersion, Version ServerVersion)
{
    /// <summary>How long an engine may take to answer before something else is used instead. Where nothing else can be used, it is <see cref="DockerClient.AnswerTime"/>.</summary>
    public static TimeSpan ProbeTime { get; } = TimeSpan.FromSeconds(3);

    /// <summary>Asks the engine for its version. Without an answer in time, says why in words that follow a colon.</summary>
    public static async Task<(DockerEngine? Engine, string Reason)> ProbeAsync(string? searchPath, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (DockerClient.Find(searchPath) is not { } client)
        {
            return (null, "there is no docker command on the PATH");
        }

        try
        {
            var answer = await ProcessRunner.CaptureAsync(
                new ProcessSpecification(client.Executable, ["version", "--format", "{{.Client.Version}} {{.Server.Version}}"]),
                limit,
                cancellationToken).ConfigureAwait(false);
            var versions = answer.StandardOutput.Split(' ', StringSplitOptions.TrimEntries);
            return answer.ExitCode == 0 && versions.Length == 2 && versions[1].Length > 0
                ? (new DockerEngine(client, ParseVersion(versions[0]), ParseVersion(versions[1])), "")
                : (null, $"docker says \"{answer.LastLine}\"");
        }
        catch (Exception exception) when (exception is TimeoutException or Win32Exception)
        {
            return (null, exception.Message);
        }
    }

    /// <summary>The leading numbers of a version such as <c>20.10.24+dfsg1</c>.</summary>
    internal static Version ParseVersion(string text)
    {
        var numbers = new string([.. text.TakeWhile(character => char.IsAsciiDigit(character) || character == '.')]).Trim('.');
        return Version.TryParse(numbers, out var version) ? version : new Version(0, 0);
    }
}
