using System.Globalization;
using Caliban.Core.Diagnostics;
using Caliban.Core.Docker;
using Caliban.Core.Images.Dockerfiles;
using Caliban.Core.Images.Identity;

namespace Caliban.Core.Images.Building;

/// <summary>Puts the code on the environment: one archive, whose layer is the same in every builder.</summary>
internal sealed class CodeStage(DockerEngine engine, BuildSettings settings)
{
    /// <param name="environment">The engine's id of the environment; null when the engine has to pull it.</param>
    /// <returns>The engine's id of the image.</returns>
    /// <exception cref="DiagnosticException">CAL3001, CAL3004, CAL3007 to CAL3009.</exception>
    public async Task<string> BuildAsync(ImageSpecification image, string? environment, CancellationToken cancellationToken)
    {
        var revision = await SourceRevision.FindAsync(image.ProjectFolder, settings.Variable("PATH"), cancellationToken).ConfigureAwait(false);
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal) { [ImageLabels.Environment] = environment ?? image.EnvironmentReference };
        foreach (var (name, value) in ImageLabels.OfCode(image, revision, SourceDateEpoch))
        {
            labels[name] = value;
        }

        var dockerfile = $"{CodeDockerfile.Write(image.Declaration, image.EnvironmentReference)}{DockerfileText.Labels(labels)}\n";
        var context = await BuildContextArchive.OfCodeAsync(dockerfile, image.CodeFiles, cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            string[] options = ["--platform", image.Declaration.Environment.Platform];
            return await new DockerBuild(engine, settings).RunAsync(image, image.Reference, options, context, cancellationToken).ConfigureAwait(false);
        }
    }

    private long? SourceDateEpoch =>
        long.TryParse(settings.Variable("SOURCE_DATE_EPOCH"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;
}
