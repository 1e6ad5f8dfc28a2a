namespace Caliban.Core.Projects;

/// <summary>Paths inside the project folder, as a project file writes them: relative, with <c>/</c>, the same on every system.</summary>
public static class ProjectPath
{
    /// <summary>Removes <c>.</c>, <c>..</c> and doubled separators; backslashes count as separators.</summary>
    /// <param name="path">As the user wrote it.</param>
    /// <param name="problem">Why the path is not one inside the project folder, to follow "is"; null when it is.</param>
    /// <returns>The path with <c>/</c>; <c>.</c> for the project folder itself.</returns>
    public static string Normalize(string path, out string? problem)
    {
        problem = null;
        var text = path.Trim().Replace('\\', '/');
        if (text.StartsWith('/') || (text.Length > 1 && text[1] == ':' && char.IsAsciiLetter(text[0])))
        {
            problem = "an absolute path";
            return text;
        }

        var parts = new List<string>();
        foreach (var part in text.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".")
            {
                continue;
            }

            if (part != "..")
            {
                parts.Add(part);
            }
            else if (parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else
            {
                problem = "a path that leaves the project folder";
                return text;
            }
        }

        return parts.Count == 0 ? "." : string.Join('/', parts);
    }

    /// <summary>The path on this machine.</summary>
    public static string Resolve(string projectFolder, string path) =>
        path == "." ? projectFolder : Path.Combine(projectFolder, path.Replace('/', Path.DirectorySeparatorChar));

    public static bool FileExists(string projectFolder, string path) =>
        File.Exists(Resolve(projectFolder, path)) && HasExactCase(projectFolder, path);

    public static bool DirectoryExists(string projectFolder, string path) =>
        Directory.Exists(Resolve(projectFolder, path)) && HasExactCase(projectFolder, path);

    /// <summary>Windows and macOS find <c>Train.py</c> for <c>train.py</c>; the container that runs it does not.</summary>
    private static bool HasExactCase(string projectFolder, string path)
    {
        if (OperatingSystem.IsLinux())
        {
            return true;
        }

        var folder = projectFolder;
        foreach (var part in path.Split('/').Where(part => part != "."))
        {
            if (!Directory.EnumerateFileSystemEntries(folder, part).Any(entry => Path.GetFileName(entry) == part))
            {
                return false;
            }

            folder = Path.Combine(folder, part);
        }

        return true;
    }
}
