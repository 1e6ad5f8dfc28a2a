using Caliban.Core.Diagnostics;
using Caliban.Core.Projects;

namespace Caliban.Core.Images.Environments;

/// <summary>Turns what a project says about its environment into a declaration; mistakes go to those of the properties.</summary>
internal sealed class EnvironmentResolver(DeclaredImage image, bool useGpu, ProjectProperties properties)
{
    private static readonly char[] ExtraSeparators = [',', ';', ' ', '\t', '\r', '\n'];

    /// <summary>The first of these that exists counts.</summary>
    private static readonly string[] CondaFiles = ["environment.yml", "environment.yaml"];

    private readonly ICollection<Diagnostic> _mistakes = properties.Mistakes;

    /// <summary>The declaration, and the lines of the code stage.</summary>
    public (EnvironmentDeclaration Environment, IReadOnlyList<string> CodeLines) Resolve()
    {
        var lines = new DockerfileLines(image.ProjectFolder, _mistakes);
        lines.Read(image.DockerfileLines);
        var shared = new EnvironmentDeclaration
        {
            Platform = EnvironmentProperties.Platform(image.Platform, properties),
            Python = EnvironmentProperties.Python(image.Python, properties),
            BuildArguments = BuildArguments.Resolve(image.BuildArguments, _mistakes),
            BuildSecrets = [.. BuildSecrets.Resolve(image.BuildSecrets, image.ProjectFolder, _mistakes), .. BuildTimeCredentials.Of(image)],
            UseSsh = properties.Boolean("CalibanBuildSsh", image.BuildSsh, otherwise: false),
            BuildOptions = BuildOptions.Resolve(image.DockerBuildArgs, properties),
        };
        return (Complete(shared, lines), lines.Code);
    }

    private EnvironmentDeclaration Complete(EnvironmentDeclaration shared, DockerfileLines lines)
    {
        if (!string.IsNullOrWhiteSpace(image.EnvironmentImage))
        {
            var finished = EnvironmentProperties.FinishedImage(image.EnvironmentImage, properties);
            return new EnvironmentDeclaration { Image = finished, BaseImage = finished, Platform = shared.Platform, Python = shared.Python };
        }

        if (!string.IsNullOrWhiteSpace(image.EnvironmentDockerfile))
        {
            var own = OwnDockerfile.Read(image.EnvironmentDockerfile, image.ProjectFolder, properties);
            return own is null ? shared : shared with { Dockerfile = own.Path, DockerfileText = own.Text, DockerfileSources = own.Sources, BaseImage = own.BaseImage };
        }

        return AddPackages(shared) with { BaseLines = lines.Base, Lines = lines.Environment, DockerfileSources = lines.Sources };
    }

    private EnvironmentDeclaration AddPackages(EnvironmentDeclaration shared)
    {
        var apt = Items(image.AptPackages, image.Configuration.AptPackages);
        var baseImage = BaseImageChoice.Resolve(Items(image.BaseImages, image.Configuration.BaseImages), useGpu, _mistakes);
        apt.ForEach(item => ImageItems.CheckAptPackage(item, _mistakes));
        var python = Items(image.PythonPackages);
        python.ForEach(item => ImageItems.CheckPythonPackage(item, _mistakes));
        var project = new PackagingFiles(image.ProjectFolder, _mistakes).Find(Extras(), image.PackagingFiles);
        var requirements = new RequirementFiles(image.ProjectFolder, _mistakes);
        var files = requirements.Find();
        return shared with
        {
            BaseImage = baseImage,
            AptPackages = [.. apt.Select(item => item.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            CondaFile = CondaFiles.FirstOrDefault(name => ProjectPath.FileExists(image.ProjectFolder, name)),
            RequirementFiles = requirements.NamesProject && project is not null ? [.. files.Union(project.Files, StringComparer.Ordinal)] : files,
            PythonProject = project,
            PythonPackages = [.. python.Select(item => item.Name)],
            JuliaVersion = image.Configuration.JuliaVersion is { Length: > 0 } julia ? julia : null,
            HasCloudSqlProxy = image.Configuration.Mlflow is not null,
        };
    }

    /// <summary>What is asked for, with the mode first.</summary>
    private List<string> Extras()
    {
        var extras = image.Extras.Split(ExtraSeparators, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToList();
        var bad = extras.Find(extra => !EnvironmentProperties.IsExtra(extra));
        if (bad is not null)
        {
            _mistakes.Add(Diagnostic.Create(
                ProjectDiagnostics.PropertyInvalid,
                properties.Locate("CalibanExtras", image.Extras),
                "CalibanExtras",
                image.Extras,
                "names of optional dependencies, such as 'plots,test'"));
        }

        var mode = useGpu ? "gpu" : "cpu";
        return extras.Contains(mode, StringComparer.Ordinal) ? extras : [mode, .. extras];
    }

    /// <summary>The items for the mode; where the project has none, those of the configuration file.</summary>
    private List<DeclaredItem> Items(IReadOnlyList<DeclaredItem> items, IReadOnlyList<DeclaredItem>? otherwise = null)
    {
        List<DeclaredItem> found = [.. items.Where(item => item.IsFor(useGpu))];
        return found.Count > 0 || otherwise is null ? found : [.. otherwise.Where(item => item.IsFor(useGpu))];
    }
}
