using System.ComponentModel;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Caliban.Core.History;
using Caliban.Core.Processes;

namespace Caliban.Core.Jobs.Journal;

/// <summary>Finds out what a run is made from.</summary>
internal static class LineageReader
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);

    private static string SdkVersion { get; } =
        typeof(LineageReader).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    /// <summary>Asks git; what it cannot tell is empty.</summary>
    public static async Task<Lineage> ReadAsync(string projectFile, string? searchPath, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(projectFile)!;
        var project = File.Exists(projectFile)
            ? Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(projectFile, cancellationToken).ConfigureAwait(false)))
            : "";
        var (commit, uncommitted) = ("", "");
        if (ExecutableFinder.Find(searchPath, "git") is { } git)
        {
            try
            {
                var head = AskAsync(git, folder, cancellationToken, "rev-parse", "--verify", "--quiet", "HEAD");
                var status = AskAsync(git, folder, cancellationToken, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", ".");
                commit = (await head.ConfigureAwait(false))?.Trim() ?? "";
                uncommitted = await status.ConfigureAwait(false) is { Length: > 0 } changes ? await HashAsync(git, folder, changes, cancellationToken).ConfigureAwait(false) : "";
            }
            catch (Exception exception) when (exception is TimeoutException or Win32Exception or IOException or UnauthorizedAccessException)
            {
                // Lineage is for people to find their way back; a run does not fail for want of it.
            }
        }

        return new Lineage(commit, uncommitted, project, SdkVersion);
    }

    /// <summary>Over the states, names and contents of all files that differ from the commit.</summary>
    private static async Task<string> HashAsync(string git, string folder, string changes, CancellationToken cancellationToken)
    {
        // The names are relative to the root of the repository.
        var root = (await AskAsync(git, folder, cancellationToken, "rev-parse", "--show-toplevel").ConfigureAwait(false))?.Trim() ?? folder;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var change in changes.Split('\0', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(change));
            hash.AppendData([0]);
            var file = Path.Combine(root, change.Length > 3 ? change[3..] : "");
            if (File.Exists(file))
            {
                var content = File.OpenRead(file);
                await using (content.ConfigureAwait(false))
                {
                    hash.AppendData(await SHA256.HashDataAsync(content, cancellationToken).ConfigureAwait(false));
                }
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static async Task<string?> AskAsync(string git, string folder, CancellationToken cancellationToken, params string[] arguments)
    {
        var answer = await ProcessRunner.CaptureAsync(
            new ProcessSpecification(git, ["--no-optional-locks", "-C", folder, .. arguments]), AnswerTime, cancellationToken).ConfigureAwait(false);
        return answer.ExitCode == 0 ? answer.StandardOutput : null;
    }
}
