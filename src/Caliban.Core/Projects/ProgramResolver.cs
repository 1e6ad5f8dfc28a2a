using Caliban.Core.Diagnostics;

namespace Caliban.Core.Projects;

/// <summary>
/// Turns <c>CalibanModule</c> into a program: an existing file is a script (Python by <c>.py</c>, otherwise bash), anything
/// else a Python module or a package with <c>__main__.py</c>, written with dots or slashes.
/// </summary>
/// <seealso href="https://caliban.readthedocs.io/en/latest/explore/what_can_caliban_execute.html"/>
public static class ProgramResolver
{
    /// <param name="locate">Finds the declaration, for a message.</param>
    /// <exception cref="DiagnosticException">CAL1001 to CAL1004.</exception>
    public static ProjectProgram Resolve(string? module, string projectFolder, Func<SourceLocation> locate)
    {
        if (string.IsNullOrWhiteSpace(module))
        {
            throw DiagnosticException.Create(ProjectDiagnostics.ModuleMissing, locate(), ProgramCandidates.Describe(projectFolder));
        }

        var path = ProjectPath.Normalize(module, out var problem);
        if (problem is not null)
        {
            throw DiagnosticException.Create(ProjectDiagnostics.ModuleOutsideProject, locate(), module, problem);
        }

        if (ProjectPath.FileExists(projectFolder, path))
        {
            var kind = path.EndsWith(".py", StringComparison.Ordinal) ? ProgramKind.PythonScript : ProgramKind.ShellScript;
            return new ProjectProgram(kind, path, PackageFolder(path));
        }

        return ResolveModule(path, projectFolder)
            ?? throw NotFound(module, path, projectFolder, locate());
    }

    private static ProjectProgram? ResolveModule(string path, string projectFolder)
    {
        var parts = path.Split('/', '.');
        if (path == "." || parts.Any(string.IsNullOrWhiteSpace))
        {
            return null;
        }

        var modulePath = string.Join('/', parts);
        var name = string.Join('.', parts);
        if (ProjectPath.FileExists(projectFolder, modulePath + ".py"))
        {
            return new ProjectProgram(ProgramKind.PythonModule, name, PackageFolder(modulePath + ".py"));
        }

        return ProjectPath.FileExists(projectFolder, modulePath + "/__main__.py")
            ? new ProjectProgram(ProgramKind.PythonModule, name, parts[0])
            : null;
    }

    private static DiagnosticException NotFound(string module, string path, string projectFolder, SourceLocation location)
    {
        var parts = path.Split('/', '.');
        var isName = !parts.Any(string.IsNullOrWhiteSpace);
        var modulePath = isName ? string.Join('/', parts) : path;
        if (path != "." && (ProjectPath.DirectoryExists(projectFolder, path) || ProjectPath.DirectoryExists(projectFolder, modulePath)))
        {
            var folder = ProjectPath.DirectoryExists(projectFolder, path) ? path : modulePath;
            return DiagnosticException.Create(
                ProjectDiagnostics.PackageWithoutMain, location, folder, ProgramCandidates.Describe(projectFolder));
        }

        var lookedFor = isName ? $"'{path}', '{modulePath}.py' and '{modulePath}/__main__.py'" : $"'{path}'";
        return DiagnosticException.Create(
            ProjectDiagnostics.ModuleNotFound, location, module, lookedFor, ProgramCandidates.Describe(projectFolder));
    }

    private static string PackageFolder(string path) =>
        path.IndexOf('/', StringComparison.Ordinal) is > 0 and var end ? path[..end] : ".";
}
