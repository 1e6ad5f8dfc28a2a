using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Caliban.Core.Docker;
using Caliban.Core.Images.Composition;
using Caliban.Core.Images.Identity;
using Caliban.Core.Images.Layers;
using Caliban.Core.Registries;

namespace Caliban.Core.Images.Building;

/// <summary>
/// An archive for <c>docker load</c> that holds an image's code and names the layers below by their digests: an engine that
/// keeps unpacked layers takes those it has from itself. So neither a step is run nor the environment read.
/// </summary>
/// <seealso href="https://github.com/moby/docker-image-spec/blob/main/spec.md"/>
internal static class ThinArchive
{
    /// <returns>The archive, and the id that the engine gives the image.</returns>
    /// <exception cref="Diagnostics.DiagnosticException">A file cannot be read (CAL3004) or has changed (CAL3042); the archive cannot be written: CAL3080.</exception>
    public static async Task<(TemporaryArchive Archive, string Id)> CreateAsync(
        ImageSpecification image,
        LocalImage environment,
        IReadOnlyDictionary<string, string> labels,
        long? sourceDateEpoch,
        CancellationToken cancellationToken)
    {
        var code = await TemporaryArchive.WriteAsync(
            (stream, cancellation) => CodeLayerArchive.WriteAsync(stream, image.CodeFiles, cancellation),
            cancellationToken).ConfigureAwait(false);
        await using (code.ConfigureAwait(false))
        {
            var layer = ContentDigest.Write(await SHA256.HashDataAsync(code.Content, cancellationToken).ConfigureAwait(false));
            var configuration = Configuration(image, environment, labels, sourceDateEpoch, layer);
            var id = ContentDigest.Of(configuration);
            var manifest = JsonText.Write(Manifest(image.Reference, id, environment.Layers.Count));
            var archive = await TemporaryArchive.WriteAsync(
                async (stream, cancellation) =>
                {
                    var tar = new TarWriter(stream, TarEntryFormat.Gnu, leaveOpen: true);
                    await using (tar.ConfigureAwait(false))
                    {
                        using var configurationFile = new MemoryStream(configuration);
                        using var manifestFile = new MemoryStream(manifest);
                        await tar.WriteEntryAsync(ArchiveEntry.File(ConfigurationName(id), configurationFile), cancellation).ConfigureAwait(false);
                        await tar.WriteEntryAsync(ArchiveEntry.File("code/layer.tar", code.Content), cancellation).ConfigureAwait(false);
                        await tar.WriteEntryAsync(ArchiveEntry.File("manifest.json", manifestFile), cancellation).ConfigureAwait(false);
                    }
                },
                cancellationToken).ConfigureAwait(false);
            return (archive, id);
        }
    }

    /// <summary>The configuration of the environment, as far as the engine tells it, with the code on top.</summary>
    private static byte[] Configuration(
        ImageSpecification image, LocalImage environment, IReadOnlyDictionary<string, string> labels, long? sourceDateEpoch, string layer)
    {
        var (system, architecture, variant) = environment.Platform;
        var below = new JsonObject
        {
            ["architecture"] = architecture,
            ["os"] = system,
            ["config"] = environment.Config.DeepClone(),
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = Texts(environment.Layers) },
            ["history"] = new JsonArray([.. environment.Layers.Select(_ => (JsonNode)new JsonObject { ["created_by"] = "caliban: environment" })]),
        };
        if (variant is not null)
        {
            below["variant"] = variant;
        }

        return ImageConfiguration.Parse(JsonText.Write(below)).Append(ImageAddition.OfCode(image, layer, labels, sourceDateEpoch));
    }

    // Nothing is at the places of the layers below; the engine does not look for what it has.
    private static JsonArray Manifest(string reference, string id, int layersBelow) =>
    [
        new JsonObject
        {
            ["Config"] = ConfigurationName(id),
            ["RepoTags"] = Texts([reference]),
            ["Layers"] = Texts([.. Enumerable.Range(0, layersBelow).Select(layer => $"below-{layer}/layer.tar"), "code/layer.tar"]),
        },
    ];

    private static string ConfigurationName(string id) => $"{id["sha256:".Length..]}.json";

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
