using Caliban.Core.Diagnostics;
using Caliban.Core.Projects;

namespace Caliban.Core.Images.Environments;

/// <summary>Turns what a project says about its environment into a declaration; mistakes go to those of the properties.</summary>
internal sealed class EnvironmentResolver(DeclaredImage image, bool useGpu, ProjectProperties properties)
{
    public EnvironmentDeclaration Resolve()
    {
        var mistakes = properties.Mistakes;
        var bases = Items(image.BaseImages);
        bases.ForEach(item => ImageItems.CheckBaseImage(item, mistakes));
        var apt = Items(image.AptPackages);
        apt.ForEach(item => ImageItems.CheckAptPackage(item, mistakes));
        var python = Items(image.PythonPackages);
        python.ForEach(item => ImageItems.CheckPythonPackage(item, mistakes));
        if (image.Python.Length > 0 && !ImageItems.IsProgramName(image.Python))
        {
            mistakes.Add(Diagnostic.Create(
                ProjectDiagnostics.PropertyInvalid,
                properties.Locate("CalibanPython", image.Python),
                "CalibanPython",
                image.Python,
                "a program's name or path, such as 'python3'"));
        }

        return new EnvironmentDeclaration
        {
            // The declaration for this mode wins over one for both; the last of several over the earlier.
            BaseImage = bases.OrderBy(item => item.Mode.Length > 0).LastOrDefault()?.Name ?? EnvironmentDeclaration.DefaultBaseImage,
            Python = image.Python.Length > 0 ? image.Python : "python",
            AptPackages = [.. apt.Select(item => item.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            RequirementFiles = ProjectPath.FileExists(image.ProjectFolder, EnvironmentDeclaration.RequirementsFile) ? [EnvironmentDeclaration.RequirementsFile] : [],
            PythonPackages = [.. python.Select(item => item.Name)],
            BuildOptions = properties.Words("CalibanDockerBuildArgs", image.DockerBuildArgs),
        };
    }

    private List<DeclaredItem> Items(IReadOnlyList<DeclaredItem> items) => [.. items.Where(item => item.IsFor(useGpu))];
}
