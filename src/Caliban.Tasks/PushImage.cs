using System.Globalization;
using Caliban.Core.Images;
using Caliban.Core.Images.Archives;
using Caliban.Core.Images.Building;
using Caliban.Core.Images.Identity;
using Caliban.Core.Images.Publishing;
using Caliban.Core.Projects;
using Caliban.Core.Registries;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Task = System.Threading.Tasks.Task;

namespace Caliban.Tasks;

/// <summary>Makes sure that a registry has the image of a project.</summary>
[MSBuildMultiThreadableTask]
public sealed class PushImage : RegistryTask
{
    /// <summary><c>CalibanImageTags</c></summary>
    public string Tags { get; set; } = "";

    /// <summary><c>CalibanDryRun</c></summary>
    public string DryRun { get; set; } = "";

    /// <summary>
    /// <c>repository@digest</c>, with <c>Digest</c>, <c>Reference</c> (by the tag of its content), <c>Tags</c>,
    /// <c>EnvironmentDigest</c>, <c>UploadedBytes</c>, <c>Builder</c> and <c>Reason</c> (empty when it was there) as metadata.
    /// </summary>
    [Output]
    public ITaskItem? PushedImage { get; set; }

    /// <summary>What a dry run would push, by the tag of its content: it has no digest before it is made.</summary>
    [Output]
    public string PreviewedImage { get; set; } = "";

    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var properties = new ProjectProperties(ProjectFile);
        var publishing = Publishing with { Tags = Tags };
        var builder = publishing.ReadBuilder(properties);
        var tags = publishing.ReadTags(properties);
        var dryRun = properties.Boolean("CalibanDryRun", DryRun, otherwise: false);
        // With this builder the image was built just before, and anew if that was asked for.
        var noCache = properties.Boolean("CalibanNoCache", NoCache, otherwise: false) && builder != ImageBuilderChoice.Docker;
        properties.ThrowIfMistaken();
        var target = publishing.ReadTarget(ProjectName, properties);
        if (dryRun)
        {
            Preview(target, builder, tags, cancellationToken);
            return;
        }

        var build = new BuildSettings { ProjectFile = ProjectFile, NoCache = noCache, Variable = Environment.GetEnvironmentVariable, OnLine = Show };
        var image = ImageSpecification.Read(Image, ProjectName, ProjectFolder, OutputFolder, cancellationToken);
        using var registries = publishing.Connect(build.Variable, Show);
        var engine = new DockerImageEngine(build, new LayerCatalog(LayerCatalog.DefaultFolder(build.Variable)));
        var settings = new PublishSettings { Builder = builder, Tags = tags, Build = build };
        var published = await new ImagePublisher(registries.Open(target), registries.Open, engine, settings).PublishAsync(image, cancellationToken);
        PushedImage = new TaskItem(published.Name, new Dictionary<string, string>
        {
            ["Digest"] = published.Digest,
            ["Reference"] = published.Reference,
            ["Tags"] = string.Join(';', published.Tags),
            ["EnvironmentDigest"] = published.EnvironmentDigest,
            ["UploadedBytes"] = published.Tally.UploadedBytes.ToString(CultureInfo.InvariantCulture),
            ["Builder"] = published.Builder,
            ["Reason"] = published.Reason,
        });
        Conclude(published.Headline);
    }

    /// <summary>What is read on the way is remembered elsewhere: a dry run leaves nothing in the project.</summary>
    private void Preview(RepositoryName target, ImageBuilderChoice builder, IReadOnlyList<string> tags, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("caliban-");
        try
        {
            var image = ImageSpecification.Read(Image, ProjectName, ProjectFolder, folder.FullName, cancellationToken);
            foreach (var line in PublishPreview.Describe(image, target, builder, tags))
            {
                Show(line);
            }

            PreviewedImage = $"{target}:{ImageIdentity.Tag(image.Inputs.Code)}";
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
