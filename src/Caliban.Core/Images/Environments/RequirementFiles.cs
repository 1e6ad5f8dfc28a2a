using Caliban.Core.Diagnostics;
using Caliban.Core.Projects;

namespace Caliban.Core.Images.Environments;

/// <summary>Finds <c>requirements.txt</c> and everything of the project folder that it refers to.</summary>
internal sealed class RequirementFiles(string projectFolder, ICollection<Diagnostic> mistakes)
{
    private readonly List<string> _found = [];

    /// <summary>Whether the project itself is among the requirements, as <c>-e .</c>.</summary>
    public bool NamesProject { get; private set; }

    /// <summary>The file first, then what it refers to in the order of reading; empty when there is no such file.</summary>
    public IReadOnlyList<string> Find()
    {
        if (ProjectPath.FileExists(projectFolder, EnvironmentDeclaration.RequirementsFile))
        {
            Read(EnvironmentDeclaration.RequirementsFile);
        }

        return _found;
    }

    private void Read(string file)
    {
        // Files that refer to each other are no mistake: pip reads each once.
        if (_found.Contains(file, StringComparer.Ordinal))
        {
            return;
        }

        _found.Add(file);
        foreach (var line in RequirementLine.Read(ReadText(file)))
        {
            if (RequirementReference.Find(line.Text) is { } reference)
            {
                var (number, column) = line.Position(reference.Offset);
                Follow(reference, file, new SourceLocation(ProjectPath.Resolve(projectFolder, file), number, column));
            }
        }
    }

    private void Follow(RequirementReference reference, string file, SourceLocation location)
    {
        var folder = file.Contains('/', StringComparison.Ordinal) ? file[..(file.LastIndexOf('/') + 1)] : "";
        if (Path.IsPathRooted(reference.Path))
        {
            // What this machine does not have can only be meant for the image.
            if (Path.Exists(reference.Path))
            {
                Refuse(reference, location, "it is an absolute path, which the image does not have");
            }

            return;
        }

        string[] bases = reference.Kind switch
        {
            RequirementReferenceKind.File => [folder],
            RequirementReferenceKind.Links => [folder, ""],
            _ => [""],
        };
        foreach (var start in bases)
        {
            var path = ProjectPath.Normalize(start + reference.Path, out var problem);
            if (problem is not null)
            {
                Refuse(reference, location, $"it is {problem}");
                return;
            }

            if (path == "." && reference.Kind != RequirementReferenceKind.File)
            {
                NamesProject = true;
                return;
            }

            if (reference.Kind == RequirementReferenceKind.File ? ProjectPath.FileExists(projectFolder, path) : Exists(path))
            {
                Take(path, reference.Kind);
                return;
            }
        }

        Refuse(reference, location, "it does not exist");
    }

    private void Take(string path, RequirementReferenceKind kind)
    {
        if (kind == RequirementReferenceKind.File)
        {
            Read(path);
        }
        else if (!_found.Contains(path, StringComparer.Ordinal))
        {
            _found.Add(path);
        }
    }

    private bool Exists(string path) => ProjectPath.FileExists(projectFolder, path) || ProjectPath.DirectoryExists(projectFolder, path);

    private void Refuse(RequirementReference reference, SourceLocation location, string reason) =>
        mistakes.Add(Diagnostic.Create(EnvironmentDiagnostics.RequirementReference, location, reference.Path, reason));

    private string ReadText(string file)
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
}
