using Caliban.Core.Diagnostics;
using Caliban.Core.Images.Context.Ignore;
using Caliban.Core.Projects;

namespace Caliban.Core.Images.Context.Secrets;

/// <summary>Refuses an image with files that look like a secret and are not allowed.</summary>
/// <param name="project">The name of the project, by which its file is found.</param>
internal sealed class SecretCheck(ImageDeclaration declaration, string project, string projectFolder)
{
    private readonly IgnoreRules _allowed = AllowedSecrets.Rules(declaration);

    /// <exception cref="DiagnosticException">All files that are not allowed: CAL3032.</exception>
    public void Check(IReadOnlyList<(BuildContextEntry Entry, SecretFinding Finding)> findings)
    {
        var mistakes = findings
            .DistinctBy(found => found.Entry.Path)
            .Where(found => _allowed.Match(found.Entry.Path) is null)
            .OrderBy(found => found.Entry.Path, StringComparer.Ordinal)
            .Select(found => Describe(found.Entry, found.Finding))
            .ToList();
        if (mistakes.Count > 0)
        {
            throw new DiagnosticException(mistakes);
        }
    }

    private Diagnostic Describe(BuildContextEntry entry, SecretFinding finding)
    {
        var isExtra = declaration.ExtraDirectories.Contains(entry.Source, StringComparer.Ordinal);
        var inside = isExtra ? entry.Path[(entry.Source.Length + 1)..] : entry.Path;
        var pattern = GlobExpression.Escape(inside);
        return Diagnostic.Create(
            ContextDiagnostics.SecretFound,
            Location(entry, finding, isExtra),
            entry.Path,
            finding.Description,
            finding.Line > 0 ? $" (line {finding.Line})" : "",
            isExtra ? $"ExtraDirectory '{entry.Source}'"
                : entry.Source == declaration.Program.PackageFolder ? $"CalibanModule '{declaration.Program.Target}'"
                : "the environment",
            isExtra ? $"the metadata AllowedSecrets=\"{pattern}\" of that item" : $"the property CalibanAllowedSecrets={pattern}");
    }

    /// <summary>The item that brings the file, where the project file itself declares it; otherwise the file.</summary>
    private SourceLocation Location(BuildContextEntry entry, SecretFinding finding, bool isExtra) =>
        (isExtra ? Directory.EnumerateFiles(projectFolder, "*.*proj") : [])
            .Where(file => Path.GetFileNameWithoutExtension(file) == project)
            .Select(file => ProjectFileLocator.Item(file, "ExtraDirectory", entry.Source))
            .FirstOrDefault(location => location.Line > 0)
        ?? new SourceLocation(entry.FullPath, finding.Line);
}
