using Caliban.Core.Diagnostics;
using Caliban.Core.Projects;

namespace Caliban.Core.Images;

/// <summary>What a project says about its image, in the texts of its properties and items.</summary>
public sealed record DeclaredImage
{
    /// <summary>Absolute.</summary>
    public required string ProjectFile { get; init; }

    /// <summary>Absolute.</summary>
    public required string ProjectFolder { get; init; }

    /// <summary><c>CalibanModule</c></summary>
    public string Module { get; init; } = "";

    /// <summary><c>CalibanPython</c></summary>
    public string Python { get; init; } = "";

    /// <summary>Which <c>Mode</c> of items counts.</summary>
    public bool UseGpu { get; init; }

    public IReadOnlyList<DeclaredItem> BaseImages { get; init; } = [];

    public IReadOnlyList<DeclaredItem> AptPackages { get; init; } = [];

    public IReadOnlyList<DeclaredItem> PythonPackages { get; init; } = [];

    public IReadOnlyList<DeclaredItem> ExtraDirectories { get; init; } = [];

    /// <summary>Checks everything against the project folder.</summary>
    /// <exception cref="DiagnosticException">All mistakes together.</exception>
    public ImageDeclaration Resolve(ProjectProperties properties)
    {
        var mistakes = properties.Mistakes;
        var bases = Items(BaseImages);
        bases.ForEach(item => ImageItems.CheckBaseImage(item, mistakes));
        var apt = Items(AptPackages);
        apt.ForEach(item => ImageItems.CheckAptPackage(item, mistakes));
        var python = Items(PythonPackages);
        python.ForEach(item => ImageItems.CheckPythonPackage(item, mistakes));
        if (Python.Length > 0 && !ImageItems.IsProgramName(Python))
        {
            mistakes.Add(Diagnostic.Create(
                ProjectDiagnostics.PropertyInvalid, properties.Locate("CalibanPython", Python), "CalibanPython", Python, "a program's name or path, such as 'python3'"));
        }

        var directories = Projects.ExtraDirectories.Resolve(ExtraDirectories, ProjectFolder, mistakes);
        var program = ResolveProgram(properties);
        properties.ThrowIfMistaken();
        return new ImageDeclaration(program!)
        {
            // The declaration for this mode wins over one for both; the last of several over the earlier.
            BaseImage = bases.OrderBy(item => item.Mode.Length > 0).LastOrDefault()?.Name ?? ImageDeclaration.DefaultBaseImage,
            Python = Python.Length > 0 ? Python : "python",
            AptPackages = [.. apt.Select(item => item.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            HasRequirements = ProjectPath.FileExists(ProjectFolder, ImageDeclaration.RequirementsFile),
            PythonPackages = [.. python.Select(item => item.Name)],
            ExtraDirectories = directories,
        };
    }

    private ProjectProgram? ResolveProgram(ProjectProperties properties)
    {
        try
        {
            return ProgramResolver.Resolve(Module, ProjectFolder, () => properties.Locate("CalibanModule", Module));
        }
        catch (DiagnosticException exception)
        {
            foreach (var mistake in exception.Diagnostics)
            {
                properties.Mistakes.Add(mistake);
            }

            return null;
        }
    }

    private List<DeclaredItem> Items(IReadOnlyList<DeclaredItem> items) => [.. items.Where(item => item.IsFor(UseGpu))];
}
