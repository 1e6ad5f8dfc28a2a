using Caliban.Core.Images;
using Caliban.Core.Projects;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Caliban.Tasks;

/// <summary>Checks what a project says about its image, once for all tasks that need to know.</summary>
[MSBuildMultiThreadableTask]
public sealed class DeclareImage : CalibanTask
{
    /// <summary><c>CalibanModule</c></summary>
    public string Module { get; set; } = "";

    /// <summary><c>true</c> where a project needs no module: in a shell or a notebook.</summary>
    public string ModuleIsOptional { get; set; } = "";

    /// <summary><c>CalibanPython</c></summary>
    public string Python { get; set; } = "";

    /// <summary><c>CalibanUseGpu</c>; empty: true when there are <see cref="GpuSpecs"/>.</summary>
    public string UseGpu { get; set; } = "";

    /// <summary><c>CalibanPlatform</c></summary>
    public string Platform { get; set; } = "";

    /// <summary><c>CalibanExtras</c></summary>
    public string Extras { get; set; } = "";

    /// <summary><c>CalibanEnvironmentDockerfile</c></summary>
    public string EnvironmentDockerfile { get; set; } = "";

    /// <summary><c>CalibanEnvironmentImage</c></summary>
    public string EnvironmentImage { get; set; } = "";

    /// <summary><c>CalibanBuildSsh</c></summary>
    public string BuildSsh { get; set; } = "";

    /// <summary><c>CalibanDockerBuildArgs</c></summary>
    public string DockerBuildArgs { get; set; } = "";

    /// <summary><c>CalibanAllowedSecrets</c></summary>
    public string AllowedSecrets { get; set; } = "";

    /// <summary><c>CalibanProjectId</c>; when empty, what <c>.calibanconfig.json</c> says.</summary>
    [Output]
    public string ProjectId { get; set; } = "";

    /// <summary><c>CalibanCloudKey</c>; when empty, what <c>.calibanconfig.json</c> says.</summary>
    [Output]
    public string CloudKey { get; set; } = "";

    public ITaskItem[] GpuSpecs { get; set; } = [];

    public ITaskItem[] BaseImages { get; set; } = [];

    public ITaskItem[] AptPackages { get; set; } = [];

    public ITaskItem[] PythonPackages { get; set; } = [];

    public ITaskItem[] ExtraDirectories { get; set; } = [];

    public ITaskItem[] BuildArguments { get; set; } = [];

    public ITaskItem[] BuildSecrets { get; set; } = [];

    public ITaskItem[] DockerfileLines { get; set; } = [];

    public ITaskItem[] PackagingFiles { get; set; } = [];

    /// <summary><c>ExperimentConfig</c> items, those included that a property of this name replaces.</summary>
    public ITaskItem[] ExperimentFiles { get; set; } = [];

    /// <summary>The declaration as JSON, for the tasks that follow.</summary>
    [Output]
    public string Declaration { get; set; } = "";

    protected override Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var items = new DeclaredItems(ProjectFile, Path.GetDirectoryName(BuildEngine.ProjectFileOfTaskNode) ?? "");
        var declared = new DeclaredImage
        {
            ProjectFile = ProjectFile,
            ProjectFolder = ProjectFolder,
            Module = Module,
            NeedsModule = ModuleIsOptional != "true",
            Python = Python,
            UseGpu = UseGpu,
            HasGpuSpec = GpuSpecs.Length > 0,
            Platform = Platform,
            Extras = Extras,
            EnvironmentDockerfile = EnvironmentDockerfile,
            EnvironmentImage = EnvironmentImage,
            BuildSsh = BuildSsh,
            DockerBuildArgs = DockerBuildArgs,
            AllowedSecrets = AllowedSecrets,
            ProjectId = ProjectId,
            CloudKey = CloudKey,
            BaseImages = items.Read("BaseImage", BaseImages),
            AptPackages = items.Read("AptPackage", AptPackages),
            PythonPackages = items.Read("PythonPackage", PythonPackages),
            ExtraDirectories = items.Read("ExtraDirectory", ExtraDirectories, "AllowedSecrets"),
            BuildArguments = items.Read("BuildArgument", BuildArguments, "Value"),
            BuildSecrets = items.Read("BuildSecret", BuildSecrets, "Source", "Variable", "Destination", "Export", "ExportPath"),
            DockerfileLines = items.Read("DockerfileLine", DockerfileLines, "Stage"),
            PackagingFiles = items.Read("PackagingFile", PackagingFiles),
            ExperimentFiles = [.. ExperimentFiles.Select(item => item.ItemSpec).Where(path => path != "stdin")],
        };
        var properties = new ProjectProperties(ProjectFile);
        var complete = declared.WithConfiguration(properties);
        Declaration = ImageDeclarationText.Write(complete.Resolve(properties));
        (ProjectId, CloudKey) = (complete.ProjectId, complete.CloudKey);
        return Task.CompletedTask;
    }
}
