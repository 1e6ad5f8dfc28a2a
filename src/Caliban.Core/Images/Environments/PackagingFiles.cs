using System.Text.RegularExpressions;
using Caliban.Core.Diagnostics;
using Caliban.Core.Images.Context;
using Caliban.Core.Projects;

namespace Caliban.Core.Images.Environments;

/// <summary>
/// Finds what pip has to read to install a project, and no more: a change of any other file then installs nothing again.
/// </summary>
internal sealed partial class PackagingFiles(string projectFolder, ICollection<Diagnostic> mistakes)
{
    private static readonly string[] Descriptions = ["pyproject.toml", "setup.py", "setup.cfg"];

    /// <summary>Beside the descriptions themselves, what tools look for without being told.</summary>
    private static readonly HashSet<string> Always =
        new([.. Descriptions, "MANIFEST.in", "hatch.toml", "hatch_build.py", "build.py", "VERSION", "VERSION.txt", "version.txt"], StringComparer.Ordinal);

    private static readonly HashSet<string> PackageFiles =
        new(["__init__.py", "__about__.py", "__version__.py", "_version.py", "version.py"], StringComparer.Ordinal);

    /// <param name="extras">The optional dependencies to install.</param>
    /// <param name="declared"><c>PackagingFile</c> items.</param>
    /// <returns>Null when the folder holds no project that pip can install.</returns>
    public PythonProject? Find(IReadOnlyList<string> extras, IReadOnlyList<DeclaredItem> declared)
    {
        var items = declared.Select(Resolve).OfType<string>().ToList();
        if (!IsInstallable())
        {
            return null;
        }

        var mentions = new PackagingMentions();
        foreach (var description in Descriptions.Where(name => ProjectPath.FileExists(projectFolder, name)))
        {
            mentions.Add(Text(description), isConfiguration: description == "setup.cfg");
        }

        var paths = BuildContext.Enumerate(projectFolder, ["."]).Select(entry => entry.Path).ToList();
        var files = paths.Where(path => IsPackaging(path, mentions))
            .Concat(BuildContext.Enumerate(projectFolder, items).Select(entry => entry.Path))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();
        return new PythonProject(files, extras) { Folders = HiddenPackages(paths, files) };
    }

    /// <summary>As pip decides: a <c>pyproject.toml</c> that only configures tools is no project.</summary>
    private bool IsInstallable() =>
        ProjectPath.FileExists(projectFolder, "setup.py")
        || (ProjectPath.FileExists(projectFolder, "pyproject.toml") && ProjectTable().IsMatch(Text("pyproject.toml")));

    private static bool IsPackaging(string path, PackagingMentions mentions)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return PackageFiles.Contains(name) || Always.Contains(path) || RequirementList().IsMatch(path) || mentions.Contains(path);
    }

    /// <summary>Packages without <c>__init__.py</c>, which setuptools finds by their folders.</summary>
    private static List<string> HiddenPackages(IEnumerable<string> paths, IEnumerable<string> files)
    {
        var shown = files.Select(Folder).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. paths.Where(path => path.EndsWith(".py", StringComparison.Ordinal))
                .Select(Folder)
                .Distinct(StringComparer.Ordinal)
                .Where(folder => !shown.Contains(folder) && PackagePath().IsMatch(folder))
                .Order(StringComparer.Ordinal),
        ];
    }

    private string? Resolve(DeclaredItem item)
    {
        var path = ProjectPath.Normalize(item.Name, out var problem);
        problem ??= ProjectPath.FileExists(projectFolder, path) || ProjectPath.DirectoryExists(projectFolder, path) ? null : "not there";
        if (problem is null)
        {
            return path;
        }

        mistakes.Add(Diagnostic.Create(EnvironmentDiagnostics.PackagingFileNotFound, item.Location, item.Name, problem));
        return null;
    }

    private string Text(string file)
    {
        try
        {
            return File.ReadAllText(ProjectPath.Resolve(projectFolder, file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            mistakes.Add(Diagnostic.Create(ImageDiagnostics.ContextUnreadable, new SourceLocation(ProjectPath.Resolve(projectFolder, file)), file, exception.Message));
            return "";
        }
    }

    private static string Folder(string path) => path[..Math.Max(path.LastIndexOf('/'), 0)];

    [GeneratedRegex(@"^\s*\[\s*(project|build-system|tool\s*\.\s*poetry)\s*[\].]", RegexOptions.Multiline)]
    private static partial Regex ProjectTable();

    [GeneratedRegex(@"\A(requirements?[^/]*|requirements?/[^/]*)\.(txt|in)\z")]
    private static partial Regex RequirementList();

    [GeneratedRegex(@"\A[A-Za-z_]\w*(/[A-Za-z_]\w*)*\z")]
    private static partial Regex PackagePath();
}
