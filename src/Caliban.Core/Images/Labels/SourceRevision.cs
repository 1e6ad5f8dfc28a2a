using System.ComponentModel;
using Caliban.Core.Processes;

namespace Caliban.Core.Images.Labels;

/// <summary>The commit a project folder is at.</summary>
/// <param name="Commit">The id of the commit.</param>
/// <param name="IsDirty">Whether files of the folder were changed or added since.</param>
public sealed record SourceRevision(string Commit, bool IsDirty)
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);

    /// <summary>Asks git; null where there is no git, no repository or no commit.</summary>
    public static async Task<SourceRevision?> FindAsync(string folder, string? searchPath, CancellationToken cancellationToken)
    {
        if (ExecutableFinder.Find(searchPath, "git") is not { } git)
        {
            return null;
        }

        try
        {
            var head = await AskAsync("rev-parse", "--verify", "HEAD").ConfigureAwait(false);
            var status = head.ExitCode != 0 ? head : await AskAsync("status", "--porcelain", "--", ".").ConfigureAwait(false);
            return status.ExitCode == 0 ? new SourceRevision(head.StandardOutput.Trim(), status.StandardOutput.Length > 0) : null;
        }
        catch (Exception exception) when (exception is TimeoutException or Win32Exception)
        {
            return null;
        }

        Task<CapturedOutput> AskAsync(params string[] arguments) => ProcessRunner.CaptureAsync(
            new ProcessSpecification(git, ["--no-optional-locks", "-C", folder, .. arguments]), AnswerTime, cancellationToken);
    }
}
