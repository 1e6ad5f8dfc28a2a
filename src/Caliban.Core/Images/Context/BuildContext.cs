using Caliban.Core.Projects;
using Caliban.Core.Projects.Configuration;

namespace Caliban.Core.Images.Context;

/// <summary>What of a project folder goes into an image: the declared sources without what tools leave behind.</summary>
public static class BuildContext
{
    // Below the project folder itself: what version control, builds and editors keep there, and what may hold a password.
    private static readonly HashSet<string> SkippedAtRoot =
        new(["bin", "obj", ".git", ".hg", ".svn", ".vs", ".idea", ".vscode", ".venv", "venv", ".env", "node_modules", ProjectConfiguration.FileName], StringComparer.Ordinal);

    private static readonly HashSet<string> SkippedEverywhere =
        new(["__pycache__", ".ipynb_checkpoints", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".DS_Store"], StringComparer.Ordinal);

    /// <summary>Every file and link of the sources, once, ordered by path.</summary>
    /// <param name="sources">Files and folders relative to the project folder; <c>.</c> is all of it.</param>
    public static IReadOnlyList<BuildContextEntry> Enumerate(string projectFolder, IEnumerable<string> sources)
    {
        var entries = new SortedDictionary<string, BuildContextEntry>(StringComparer.Ordinal);
        foreach (var source in sources)
        {
            // A declared folder that is itself a link is meant for what it leads to; links inside stay links.
            var path = ProjectPath.Resolve(projectFolder, source);
            var target = Directory.Exists(path) ? Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null;
            Add(target ?? path, source == "." ? "" : source, isSource: true, entries);
        }

        return [.. entries.Values];
    }

    private static void Add(string fullPath, string path, bool isSource, SortedDictionary<string, BuildContextEntry> entries)
    {
        FileSystemInfo info = Directory.Exists(fullPath) ? new DirectoryInfo(fullPath) : new FileInfo(fullPath);
        if (!isSource && info.LinkTarget is { } target)
        {
            entries[path] = new BuildContextEntry(path, fullPath, target.Replace('\\', '/'), IsExecutable: false);
        }
        else if (info is DirectoryInfo)
        {
            foreach (var child in Directory.EnumerateFileSystemEntries(fullPath))
            {
                var name = Path.GetFileName(child);
                if (!SkippedEverywhere.Contains(name) && !(path.Length == 0 && SkippedAtRoot.Contains(name)))
                {
                    Add(child, path.Length == 0 ? name : $"{path}/{name}", isSource: false, entries);
                }
            }
        }
        else if (info.Exists)
        {
            entries[path] = new BuildContextEntry(path, fullPath, LinkTarget: null, IsExecutable(fullPath));
        }
    }

    // Windows has no execute bit; a shell script needs none, since an interpreter is named for it.
    private static bool IsExecutable(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & UnixFileMode.UserExecute) != 0;
}
