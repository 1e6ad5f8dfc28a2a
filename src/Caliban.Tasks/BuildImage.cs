using Caliban.Core.Diagnostics;
using Caliban.Core.Docker;
using Caliban.Core.Images;
using Caliban.Core.Jobs;
using Caliban.Core.Projects;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Task = System.Threading.Tasks.Task;

namespace Caliban.Tasks;

/// <summary>Builds the image of a project with Docker, unless the engine has it.</summary>
[MSBuildMultiThreadableTask]
public sealed class BuildImage : ImageTask
{
    /// <summary><c>CalibanEngine</c></summary>
    public string Engine { get; set; } = "";

    /// <summary>The name of the project.</summary>
    [Required]
    public string ProjectName { get; set; } = "";

    /// <summary>The image reference, with <c>Id</c> and <c>WasBuilt</c> as metadata.</summary>
    [Output]
    public ITaskItem? Image { get; set; }

    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var properties = new ProjectProperties(ProjectFile);
        var choice = properties.Choice("CalibanEngine", Engine, EngineChoice.Auto);
        var declaration = DeclaredImage(properties).Resolve(properties);
        var specification = ImageSpecification.Create(ProjectName, ProjectFolder, DockerfilePath, declaration);
        var (docker, reason) = choice == EngineChoice.Process
            ? (null, "CalibanEngine is 'process'")
            : await DockerEngine.ProbeAsync(Environment.GetEnvironmentVariable("PATH"), cancellationToken);
        if (docker is null)
        {
            throw DiagnosticException.Create(ImageDiagnostics.EngineNeeded, SourceLocation.None, reason);
        }

        var image = await ImageBuilder.EnsureAsync(
            specification, ProjectFolder, docker, Environment.GetEnvironmentVariable("DOCKER_BUILDKIT"), Show, cancellationToken);
        Image = new TaskItem(image.Reference, new Dictionary<string, string>
        {
            ["Id"] = image.Id,
            ["WasBuilt"] = image.WasBuilt ? "true" : "false",
        });
        Conclude($"{image.Reference}{(image.WasBuilt ? "" : " (up to date)")}");
    }
}
