using Caliban.Core.Diagnostics;
using Caliban.Core.Docker;
using Caliban.Core.Images.Dockerfiles;
using Caliban.Core.Images.Identity;
using Caliban.Core.Images.Labels;
using Caliban.Core.Processes;

namespace Caliban.Core.Images.Building;

/// <summary>
/// Puts the code on the environment as one layer, the same in every engine. Where the engine takes it, it is loaded, which is
/// several times faster than a build; otherwise the engine builds it.
/// </summary>
internal sealed class CodeStage(DockerEngine engine, BuildSettings settings)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <param name="environment">The environment; null when the engine has to pull it.</param>
    /// <returns>The engine's id of the image.</returns>
    /// <exception cref="DiagnosticException">CAL3001, CAL3004, CAL3007 to CAL3009, CAL3042, CAL3080.</exception>
    public async Task<string> BuildAsync(ImageSpecification image, LocalImage? environment, CancellationToken cancellationToken)
    {
        var revision = await SourceRevision.FindAsync(image.ProjectFolder, settings.Variable("PATH"), cancellationToken).ConfigureAwait(false);
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal) { [ImageLabels.Environment] = environment?.Id ?? image.EnvironmentReference };
        var sourceDateEpoch = SourceDateEpoch.Read(settings.Variable);
        foreach (var (name, value) in ImageLabels.OfCode(image, revision, sourceDateEpoch))
        {
            labels[name] = value;
        }

        var canLoad = environment is { IsUnpacked: true } && image.Declaration.Lines.Count == 0;
        return (canLoad ? await LoadAsync(image, environment!, labels, sourceDateEpoch, cancellationToken).ConfigureAwait(false) : null)
            ?? await BuildAsync(image, labels, cancellationToken).ConfigureAwait(false);
    }

    /// <returns>Null when the engine does not take it.</returns>
    private async Task<string?> LoadAsync(
        ImageSpecification image, LocalImage environment, IReadOnlyDictionary<string, string> labels, long? sourceDateEpoch, CancellationToken cancellationToken)
    {
        var (archive, id) = await ThinArchive.CreateAsync(image, environment, labels, sourceDateEpoch, cancellationToken).ConfigureAwait(false);
        await using (archive.ConfigureAwait(false))
        {
            var load = new ProcessSpecification(engine.Client.Executable, ["load", "--quiet"])
            {
                WriteInput = (stream, cancellation) => archive.Content.CopyToAsync(stream, cancellation),
            };
            var exitCode = await ProcessRunner.RunAsync(load, (_, _) => { }, Grace, cancellationToken).ConfigureAwait(false);
            return exitCode == 0 ? id : null;
        }
    }

    private async Task<string> BuildAsync(ImageSpecification image, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken)
    {
        var dockerfile = $"{CodeDockerfile.Write(image.Declaration, image.EnvironmentReference)}{DockerfileText.Labels(labels)}\n";
        var context = await BuildContextArchive.OfCodeAsync(dockerfile, image.CodeFiles, cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            string[] options = ["--platform", image.Declaration.Environment.Platform];
            return await new DockerBuild(engine, settings).RunAsync(image, image.Reference, options, context, cancellationToken).ConfigureAwait(false);
        }
    }
}
