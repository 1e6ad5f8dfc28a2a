namespace Caliban.Core.Projects;

/// <summary>What in a project folder could be a <c>CalibanModule</c>, for messages.</summary>
internal static class ProgramCandidates
{
    private const int Depth = 3;
    private const int Shown = 8;
    private static readonly string[] Skipped = ["bin", "obj", "node_modules", "venv", "__pycache__", "tests", "test"];

    /// <summary>A sentence that lists the candidates, those with a main program first.</summary>
    public static string Describe(string projectFolder)
    {
        var found = Find(projectFolder, "", Depth)
            .OrderByDescending(candidate => candidate.HasMain)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Select(candidate => candidate.Name)
            .Take(Shown + 1)
            .ToList();
        var list = string.Join(", ", found.Take(Shown).Select(name => $"'{name}'"));
        return found.Count switch
        {
            0 => "No .py or .sh file was found in the project folder; write one and name it in <CalibanModule>.",
            > Shown => $"Set <CalibanModule> to one of those found in the project folder: {list} and more.",
            1 => $"Found in the project folder: <CalibanModule>{found[0]}</CalibanModule>.",
            _ => $"Set <CalibanModule> to one of those found in the project folder: {list}.",
        };
    }

    private static IEnumerable<(string Name, bool HasMain)> Find(string folder, string prefix, int depth)
    {
        foreach (var file in Files(folder))
        {
            var name = Path.GetFileName(file);
            if (name == "__main__.py" && prefix.Length > 0)
            {
                yield return (prefix.TrimEnd('/').Replace('/', '.'), true);
            }
            else if (name.EndsWith(".sh", StringComparison.Ordinal))
            {
                yield return (prefix + name, true);
            }
            else if (name.EndsWith(".py", StringComparison.Ordinal) && name is not ("__init__.py" or "setup.py" or "conftest.py"))
            {
                yield return ((prefix + name[..^3]).Replace('/', '.'), HasMainProgram(file));
            }
        }

        if (depth == 0)
        {
            yield break;
        }

        foreach (var directory in Directories(folder))
        {
            var name = Path.GetFileName(directory);
            if (!name.StartsWith('.') && !Skipped.Contains(name, StringComparer.Ordinal))
            {
                foreach (var candidate in Find(directory, $"{prefix}{name}/", depth - 1))
                {
                    yield return candidate;
                }
            }
        }
    }

    private static string[] Files(string folder) => Quietly(() => Directory.GetFiles(folder), []);

    private static string[] Directories(string folder) => Quietly(() => Directory.GetDirectories(folder), []);

    private static bool HasMainProgram(string file) =>
        Quietly(() => File.ReadLines(file).Take(2000).Any(line => line.StartsWith("if __name__", StringComparison.Ordinal)), false);

    // A folder that cannot be read only makes the list shorter.
    private static T Quietly<T>(Func<T> read, T otherwise)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return otherwise;
        }
    }
}
