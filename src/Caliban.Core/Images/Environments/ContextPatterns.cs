using System.Text;
using System.Text.RegularExpressions;
using Caliban.Core.Projects;

namespace Caliban.Core.Images.Environments;

/// <summary>The paths of a project folder that the patterns of <c>COPY</c> match, by Go's <c>filepath.Match</c>.</summary>
/// <seealso href="https://pkg.go.dev/path/filepath#Match"/>
internal static class ContextPatterns
{
    /// <summary>Files and folders, relative to the project folder; what matches nothing is left for the engine to say.</summary>
    public static IEnumerable<string> Expand(string projectFolder, IEnumerable<string> patterns) => patterns
        .SelectMany(pattern => Expand(projectFolder, pattern))
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Expand(string projectFolder, string pattern)
    {
        var path = ProjectPath.Normalize(pattern.Replace('\\', '/').TrimStart('/'), out var problem);
        if (problem is not null)
        {
            return [];
        }

        IEnumerable<string> found = [""];
        foreach (var part in path.Split('/').Where(part => part != "."))
        {
            found = part.AsSpan().ContainsAny('*', '?', '[')
                ? found.SelectMany(folder => Matches(projectFolder, folder, Translate(part))).ToList()
                : found.Select(folder => Join(folder, part)).ToList();
        }

        return found.Select(entry => entry.Length == 0 ? "." : entry).Where(entry => Path.Exists(ProjectPath.Resolve(projectFolder, entry)));
    }

    private static IEnumerable<string> Matches(string projectFolder, string folder, Regex pattern)
    {
        var full = ProjectPath.Resolve(projectFolder, folder.Length == 0 ? "." : folder);
        return Directory.Exists(full)
            ? Directory.EnumerateFileSystemEntries(full).Select(entry => Path.GetFileName(entry)).Where(name => pattern.IsMatch(name)).Select(name => Join(folder, name))
            : [];
    }

    private static string Join(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";

    private static Regex Translate(string part)
    {
        var text = new StringBuilder(@"\A");
        for (var index = 0; index < part.Length; index++)
        {
            var end = part[index] == '[' ? part.IndexOf(']', Math.Min(index + 2, part.Length)) : -1;
            if (end > 0)
            {
                text.Append(part.AsSpan(index, end - index + 1));
                index = end;
            }
            else
            {
                text.Append(part[index] switch { '*' => ".*", '?' => ".", var character => Regex.Escape(character.ToString()) });
            }
        }

        return new Regex(text.Append(@"\z").ToString(), RegexOptions.Singleline | RegexOptions.CultureInvariant);
    }
}
