using Caliban.Core.Processes;

namespace Caliban.Core.Docker;

/// <summary>
/// The Docker engine through its command line, so that contexts, credential helpers, BuildKit and every argument of
/// <c>docker run</c> are had as the user set them up.
/// </summary>
/// <param name="Executable">The absolute path of <c>docker</c>.</param>
public sealed record DockerClient(string Executable)
{
    /// <summary>How long a question to the engine may take.</summary>
    public static TimeSpan AnswerTime { get; } = TimeSpan.FromSeconds(30);

    /// <summary>The client on the search path, or null.</summary>
    public static DockerClient? Find(string? searchPath) =>
        ExecutableFinder.Find(searchPath, "docker") is { } executable ? new DockerClient(executable) : null;

    /// <summary>The images the engine has of these names, in their order, in one question; names it does not know are left out.</summary>
    /// <exception cref="TimeoutException">The engine gave no answer.</exception>
    public Task<IReadOnlyList<LocalImage>> ImagesAsync(IReadOnlyList<string> references, CancellationToken cancellationToken) =>
        ImagesAsync(references, AnswerTime, cancellationToken);

    /// <param name="limit">How long the answer may take.</param>
    /// <exception cref="TimeoutException">The engine gave no answer.</exception>
    public async Task<IReadOnlyList<LocalImage>> ImagesAsync(IReadOnlyList<string> references, TimeSpan limit, CancellationToken cancellationToken)
    {
        var answer = await ProcessRunner.CaptureAsync(
            new ProcessSpecification(Executable, ["image", "inspect", "--format", LocalImage.Template, .. references]), limit, cancellationToken).ConfigureAwait(false);
        return [.. answer.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] == '{').Select(LocalImage.Parse)];
    }

    /// <summary>An image of the engine, or null when it has none of that name.</summary>
    public async Task<LocalImage?> FindImageAsync(string reference, CancellationToken cancellationToken) =>
        await ImagesAsync([reference], cancellationToken).ConfigureAwait(false) is [var image, ..] ? image : null;

    /// <summary>Sends a signal to a running container; false when there is none of that name.</summary>
    public async Task<bool> SignalAsync(string container, string signal, CancellationToken cancellationToken) =>
        (await AskAsync(cancellationToken, "kill", "--signal", signal, container).ConfigureAwait(false)).ExitCode == 0;

    /// <summary>Stops and removes containers, with the volumes that nobody named.</summary>
    public Task RemoveAsync(IReadOnlyList<string> containers, CancellationToken cancellationToken) =>
        AskAsync(cancellationToken, ["rm", "--force", "--volumes", .. containers]);

    /// <summary>Runs a short command.</summary>
    /// <exception cref="TimeoutException">The engine gave no answer.</exception>
    public Task<CapturedOutput> AskAsync(CancellationToken cancellationToken, params string[] arguments) =>
        ProcessRunner.CaptureAsync(new ProcessSpecification(Executable, arguments), AnswerTime, cancellationToken);
}
