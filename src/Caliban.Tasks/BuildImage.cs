using Caliban.Core.Diagnostics;
using Caliban.Core.Docker;
using Caliban.Core.Images.Building;
using Caliban.Core.Images.Identity;
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

    /// <summary><c>CalibanNoCache</c></summary>
    public string NoCache { get; set; } = "";

    /// <summary>
    /// The image reference, with <c>Id</c>, <c>Environment</c>, <c>Stages</c> (those that were built), <c>Reason</c> and
    /// <c>WasBuilt</c> as metadata.
    /// </summary>
    [Output]
    public ITaskItem? BuiltImage { get; set; }

    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var properties = new ProjectProperties(ProjectFile);
        var choice = properties.Choice("CalibanEngine", Engine, EngineChoice.Auto);
        var noCache = properties.Boolean("CalibanNoCache", NoCache, otherwise: false);
        properties.ThrowIfMistaken();
        var specification = ImageSpecification.Read(Image, ProjectName, ProjectFolder, OutputFolder, cancellationToken);
        var (docker, reason) = choice == EngineChoice.Process
            ? (null, "CalibanEngine is 'process'")
            : await DockerEngine.ProbeAsync(Environment.GetEnvironmentVariable("PATH"), cancellationToken);
        if (docker is null)
        {
            throw DiagnosticException.Create(ImageDiagnostics.EngineNeeded, SourceLocation.None, reason);
        }

        var settings = new BuildSettings { ProjectFile = ProjectFile, NoCache = noCache, Variable = Environment.GetEnvironmentVariable, OnLine = Show };
        var image = await new DockerImageBuilder(docker, settings).EnsureAsync(specification, cancellationToken);
        BuiltImage = new TaskItem(image.Reference, new Dictionary<string, string>
        {
            ["Id"] = image.Id,
            ["Environment"] = image.EnvironmentReference,
            ["Stages"] = string.Join(';', image.Stages),
            ["Reason"] = string.Join("; ", image.Reasons),
            ["WasBuilt"] = image.Reasons.Count > 0 ? "true" : "false",
        });
        Conclude($"{image.Reference}{(image.Reasons.Count > 0 ? "" : " (up to date)")}");
    }
}
