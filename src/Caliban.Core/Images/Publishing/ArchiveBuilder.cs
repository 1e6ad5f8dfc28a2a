using System.Globalization;
using Caliban.Core.Diagnostics;
using Caliban.Core.Images.Archives;
using Caliban.Core.Images.Building;
using Caliban.Core.Images.Composition;
using Caliban.Core.Images.Identity;

namespace Caliban.Core.Images.Publishing;

/// <summary>Builds an image without an engine, as an archive, unless it is there.</summary>
/// <param name="path">Where the archive is written; absolute.</param>
public sealed class ArchiveBuilder(EnvironmentFinder finder, string path, BuildSettings settings)
{
    /// <summary>Where environments are looked for, for messages.</summary>
    public string Repository => finder.Repository;

    /// <returns>Null when there is no environment to put the code on.</returns>
    /// <exception cref="DiagnosticException">The environment cannot be used, or the code has instructions (CAL3040).</exception>
    public async Task<BuiltImage?> EnsureAsync(ImageSpecification image, CancellationToken cancellationToken)
    {
        if (image.Declaration.Lines is [var line, ..])
        {
            throw DiagnosticException.Create(LayerDiagnostics.CodeLinesNeedEngine, SourceLocation.None, line);
        }

        if (await finder.FindAsync(image, cancellationToken).ConfigureAwait(false) is not { } environment)
        {
            return null;
        }

        var composed = await ComposedImage.CreateAsync(image, environment, settings.Variable, cancellationToken).ConfigureAwait(false);
        var reasons = new List<string>();
        if (settings.NoCache || await ReadStampAsync(image, cancellationToken).ConfigureAwait(false) != Stamp(composed))
        {
            var record = await ImageRecord.ReadAsync(image.OutputFolder, ImageRecord.Archived, cancellationToken).ConfigureAwait(false);
            reasons.Add($"code: {RebuildReason.Describe(record?.Code, image.Inputs.Code, "its archive is not what it was, or its environment", "it was not built here before")}");
            settings.OnLine(reasons[^1]);
            await ImageArchive.WriteAsync(path, composed, image.Reference, cancellationToken).ConfigureAwait(false);
            await ImageRecord.WriteAsync(image.OutputFolder, image.Inputs, ImageRecord.Archived, cancellationToken).ConfigureAwait(false);
            await File.WriteAllTextAsync(StampFile(image), Stamp(composed), cancellationToken).ConfigureAwait(false);
        }

        return new BuiltImage(image.Reference, composed.Manifest.Config.Digest, environment.Name, reasons) { Digest = composed.Stored.Digest, Archive = path };
    }

    /// <summary>The archive that is there is the one that was written, of the same image.</summary>
    private string Stamp(ComposedImage image)
    {
        var file = new FileInfo(path);
        return file.Exists
            ? string.Create(CultureInfo.InvariantCulture, $"{image.Stored.Digest} {file.Length} {file.LastWriteTimeUtc.Ticks} {path}")
            : "";
    }

    private static async Task<string?> ReadStampAsync(ImageSpecification image, CancellationToken cancellationToken) =>
        File.Exists(StampFile(image)) ? await File.ReadAllTextAsync(StampFile(image), cancellationToken).ConfigureAwait(false) : null;

    private static string StampFile(ImageSpecification image) => Path.Combine(image.OutputFolder, "archive");
}
