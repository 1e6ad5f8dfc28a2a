using Caliban.Core.Docker;
using Caliban.Core.Images;
using Caliban.Core.Images.Building;
using Caliban.Core.Images.Identity;
using Caliban.Core.Images.Publishing;
using Caliban.Core.Jobs;
using Caliban.Core.Projects;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Task = System.Threading.Tasks.Task;

namespace Caliban.Tasks;

/// <summary>Builds the image of a project, unless it is there: with Docker into its engine, or without it as an archive.</summary>
[MSBuildMultiThreadableTask]
public sealed class BuildImage : RegistryTask
{
    /// <summary><c>CalibanEngine</c></summary>
    public string Engine { get; set; } = "";

    /// <summary><c>CalibanImageArchive</c>, absolute; empty for <c>image.tar</c> in the output folder.</summary>
    public string Archive { get; set; } = "";

    /// <summary>
    /// The image reference, with <c>Id</c>, <c>Digest</c> (of its manifest, once it has one), <c>Environment</c>, <c>Stages</c>
    /// (those that were built), <c>Reason</c>, <c>WasBuilt</c> and <c>Archive</c> (its file, when no engine has it) as metadata.
    /// </summary>
    [Output]
    public ITaskItem? BuiltImage { get; set; }

    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var properties = new ProjectProperties(ProjectFile);
        var engine = properties.Choice("CalibanEngine", Engine, EngineChoice.Auto);
        var builder = Publishing.ReadBuilder(properties);
        var settings = new BuildSettings
        {
            ProjectFile = ProjectFile,
            NoCache = properties.Boolean("CalibanNoCache", NoCache, otherwise: false),
            Variable = Environment.GetEnvironmentVariable,
            OnLine = Show,
        };
        properties.ThrowIfMistaken();

        // An image that is there needs no network, whose libraries take their time to start.
        using var registries = new LazyRegistries(() => Publishing.Connect(settings.Variable, Show));
        var finder = new EnvironmentFinder(Publishing.FindTarget(ProjectName, properties), registries.Open);
        var archive = new ArchiveBuilder(finder, Archive.Length > 0 ? Archive : Path.Combine(OutputFolder, "image.tar"), settings);
        var specification = ImageSpecification.Read(Image, ProjectName, ProjectFolder, OutputFolder, cancellationToken);
        var patience = engine == EngineChoice.Docker || builder == ImageBuilderChoice.Docker ? DockerClient.AnswerTime : DockerEngine.ProbeTime;
        var image = await new ImageBuild(builder, engine == EngineChoice.Process ? "CalibanEngine is 'process'" : null, patience, archive, settings)
            .EnsureAsync(specification, cancellationToken);
        BuiltImage = new TaskItem(image.Reference, new Dictionary<string, string>
        {
            ["Id"] = image.Id,
            ["Digest"] = image.Digest,
            ["Environment"] = image.EnvironmentReference,
            ["Stages"] = string.Join(';', image.Stages),
            ["Reason"] = string.Join("; ", image.Reasons),
            ["WasBuilt"] = image.Reasons.Count > 0 ? "true" : "false",
            ["Archive"] = image.Archive,
        });
        var where = image.Archive.Length > 0 ? $" in {Path.GetRelativePath(ProjectFolder, image.Archive)}" : "";
        Conclude($"{image.Reference}{where}{(image.Reasons.Count > 0 ? "" : " (up to date)")}");
    }
}
