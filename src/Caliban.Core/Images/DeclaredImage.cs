using Caliban.Core.Diagnostics;
using Caliban.Core.Images.Environments;
using Caliban.Core.Projects;
using Caliban.Core.Projects.Configuration;

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

    /// <summary>Whether a project that names no module is a mistake; a shell or a notebook needs none.</summary>
    public bool NeedsModule { get; init; } = true;

    /// <summary><c>CalibanPython</c></summary>
    public string Python { get; init; } = "";

    /// <summary><c>CalibanUseGpu</c>, which decides the <c>Mode</c> of items that counts.</summary>
    public string UseGpu { get; init; } = "";

    /// <summary>Whether a <c>GpuSpec</c> is declared, which decides when nothing else does.</summary>
    public bool HasGpuSpec { get; init; }

    /// <summary><c>CalibanPlatform</c></summary>
    public string Platform { get; init; } = "";

    /// <summary><c>CalibanExtras</c></summary>
    public string Extras { get; init; } = "";

    /// <summary><c>CalibanEnvironmentDockerfile</c></summary>
    public string EnvironmentDockerfile { get; init; } = "";

    /// <summary><c>CalibanEnvironmentImage</c></summary>
    public string EnvironmentImage { get; init; } = "";

    /// <summary><c>CalibanBuildSsh</c></summary>
    public string BuildSsh { get; init; } = "";

    /// <summary><c>CalibanDockerBuildArgs</c></summary>
    public string DockerBuildArgs { get; init; } = "";

    /// <summary><c>CalibanAllowedSecrets</c></summary>
    public string AllowedSecrets { get; init; } = "";

    /// <summary><c>CalibanProjectId</c></summary>
    public string ProjectId { get; init; } = "";

    /// <summary><c>CalibanCloudKey</c></summary>
    public string CloudKey { get; init; } = "";

    /// <summary>What <c>.calibanconfig.json</c> says, which counts where the project says nothing.</summary>
    public ProjectConfiguration Configuration { get; init; } = new();

    /// <summary>Reads a variable of the build.</summary>
    public Func<string, string?> Variable { get; init; } = System.Environment.GetEnvironmentVariable;

    public IReadOnlyList<DeclaredItem> BaseImages { get; init; } = [];

    public IReadOnlyList<DeclaredItem> AptPackages { get; init; } = [];

    public IReadOnlyList<DeclaredItem> PythonPackages { get; init; } = [];

    /// <summary>With <c>AllowedSecrets</c>.</summary>
    public IReadOnlyList<DeclaredItem> ExtraDirectories { get; init; } = [];

    /// <summary>With <c>Value</c>.</summary>
    public IReadOnlyList<DeclaredItem> BuildArguments { get; init; } = [];

    /// <summary>With <c>Source</c> or <c>Variable</c>, <c>Destination</c>, <c>Export</c> and <c>ExportPath</c>.</summary>
    public IReadOnlyList<DeclaredItem> BuildSecrets { get; init; } = [];

    /// <summary>With <c>Stage</c>: <c>base</c>, <c>environment</c> or <c>code</c>.</summary>
    public IReadOnlyList<DeclaredItem> DockerfileLines { get; init; } = [];

    /// <summary>Files that <c>setup.py</c> or <c>pyproject.toml</c> needs to be read.</summary>
    public IReadOnlyList<DeclaredItem> PackagingFiles { get; init; } = [];

    /// <summary>The experiment files, relative to the project folder or absolute.</summary>
    public IReadOnlyList<string> ExperimentFiles { get; init; } = [];

    /// <summary>The same with the defaults of <c>.calibanconfig.json</c>; its mistakes go to those of the properties.</summary>
    public DeclaredImage WithConfiguration(ProjectProperties properties)
    {
        var configuration = ProjectConfiguration.Read(ProjectFolder, properties.Mistakes);
        return this with
        {
            Configuration = configuration,
            ProjectId = ProjectId.Length > 0 ? ProjectId : configuration.ProjectId,
            CloudKey = CloudKey.Length > 0 || configuration.CloudKey.Length == 0 ? CloudKey : Path.GetFullPath(configuration.CloudKey, ProjectFolder),
        };
    }

    /// <summary>Checks everything against the project folder.</summary>
    /// <exception cref="DiagnosticException">All mistakes together.</exception>
    public ImageDeclaration Resolve(ProjectProperties properties)
    {
        var useGpu = properties.Boolean("CalibanUseGpu", UseGpu, otherwise: HasGpuSpec || Configuration.UseGpu == true);
        var (environment, codeLines) = new EnvironmentResolver(this, useGpu, properties).Resolve();
        var directories = Projects.ExtraDirectories.Resolve(ExtraDirectories, ProjectFolder, properties.Mistakes);
        var allowed = Context.Secrets.AllowedSecrets.Resolve(ExtraDirectories, AllowedSecrets, properties);
        var program = ResolveProgram(properties);
        properties.ThrowIfMistaken();
        return new ImageDeclaration(program!)
        {
            Environment = environment,
            UseGpu = useGpu,
            ExtraDirectories = directories,
            AllowedSecrets = allowed,
            LeftOut = [.. ExperimentFiles.Append(ProjectFile).Select(RelativePath).OfType<string>().Distinct(StringComparer.Ordinal)],
            Lines = codeLines,
            CloudSqlInstance = environment.HasCloudSqlProxy ? Configuration.Mlflow!.Instance : null,
            ShowsCloudSqlProxy = Configuration.Mlflow is { Debug: true },
        };
    }

    /// <summary>Null of a file outside the project folder.</summary>
    private string? RelativePath(string file)
    {
        var path = Path.GetRelativePath(ProjectFolder, Path.GetFullPath(file, ProjectFolder));
        return Path.IsPathRooted(path) || path == ".." || path.StartsWith($"..{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            ? null
            : path.Replace(Path.DirectorySeparatorChar, '/');
    }

    private ProjectProgram? ResolveProgram(ProjectProperties properties)
    {
        if (!NeedsModule && string.IsNullOrWhiteSpace(Module))
        {
            return ProjectProgram.None;
        }

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
}
