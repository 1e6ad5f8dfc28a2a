namespace Caliban.Core.Processes;

/// <summary>Finds programs as a shell would, but never in the current folder.</summary>
public static class ExecutableFinder
{
    private static readonly string[] WindowsExtensions = [".exe", ".cmd", ".bat"];

    /// <summary>The absolute path of the first of the names found on the search path, or null.</summary>
    /// <param name="searchPath">The value of PATH.</param>
    /// <param name="names">Program names without an extension, or absolute paths.</param>
    public static string? Find(string? searchPath, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Path.IsPathFullyQualified(name))
            {
                if (File.Exists(name))
                {
                    return name;
                }

                continue;
            }

            foreach (var folder in (searchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            {
                if (Path.IsPathFullyQualified(folder) && FindIn(folder, name) is { } path)
                {
                    return path;
                }
            }
        }

        return null;
    }

    private static string? FindIn(string folder, string name)
    {
        if (OperatingSystem.IsWindows())
        {
            return Path.HasExtension(name) && File.Exists(Path.Combine(folder, name))
                ? Path.Combine(folder, name)
                : WindowsExtensions
                    .Select(extension => Path.Combine(folder, name + extension))
                    .FirstOrDefault(File.Exists);
        }

        var path = Path.Combine(folder, name);
        return File.Exists(path) && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0
            ? path
            : null;
    }
}
