using Caliban.Core.Diagnostics;

namespace Caliban.Core.Projects;

/// <summary>Checks <c>ExtraDirectory</c> items.</summary>
public static class ExtraDirectories
{
    /// <summary>The directories in declared order, normalised, each once; mistakes go to <paramref name="mistakes"/>.</summary>
    public static IReadOnlyList<string> Resolve(
        IReadOnlyList<DeclaredItem> items, string projectFolder, ICollection<Diagnostic> mistakes)
    {
        var directories = new List<string>();
        foreach (var item in items)
        {
            var path = ProjectPath.Normalize(item.Name, out var problem);
            problem ??= path == "." ? "the project folder itself" : null;
            if (problem is not null)
            {
                mistakes.Add(Diagnostic.Create(ProjectDiagnostics.DirectoryOutsideProject, item.Location, item.Name, problem));
            }
            else if (!ProjectPath.DirectoryExists(projectFolder, path))
            {
                mistakes.Add(Diagnostic.Create(ProjectDiagnostics.DirectoryNotFound, item.Location, item.Name));
            }
            else if (!directories.Contains(path, StringComparer.Ordinal))
            {
                directories.Add(path);
            }
        }

        return directories;
    }
}
