using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Caliban.Core.Docker;
using Caliban.Core.Images.Context;
using Caliban.Core.Images.Layers;

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
        string reference,
        ImageDeclaration image,
        LocalImage environment,
        IReadOnlyDictionary<string, string> labels,
        IReadOnlyList<ContextFile> files,
        CancellationToken cancellationToken)
    {
        var code = await TemporaryArchive.WriteAsync(
            (stream, cancellation) => CodeLayerArchive.WriteAsync(stream, files, cancellation),
            cancellationToken).ConfigureAwait(false);
        await using (code.ConfigureAwait(false))
        {
            var layer = Digest(await SHA256.HashDataAsync(code.Content, cancellationToken).ConfigureAwait(false));
            var configuration = Encoding.UTF8.GetBytes(Configuration(image, environment, labels, layer).ToJsonString());
            var id = Digest(SHA256.HashData(configuration));
            var manifest = Encoding.UTF8.GetBytes(Manifest(reference, id, environment.Layers.Count).ToJsonString());
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

    // As the code's Dockerfile says it: an entry point takes the command of the image below away.
    private static JsonObject Configuration(
        ImageDeclaration image, LocalImage environment, IReadOnlyDictionary<string, string> labels, string layer)
    {
        var config = environment.Config.DeepClone().AsObject();
        config.Remove("Cmd");
        config["Entrypoint"] = Texts(image.EntryPoint);
        config["WorkingDir"] = ImageDeclaration.WorkingDirectory;
        var all = config["Labels"] as JsonObject ?? [];
        config["Labels"] = all;
        foreach (var (name, value) in labels)
        {
            all[name] = value;
        }

        var (system, architecture, variant) = environment.Platform;
        var configuration = new JsonObject
        {
            ["architecture"] = architecture,
            ["os"] = system,
            ["config"] = config,
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = Texts([.. environment.Layers, layer]) },
            ["history"] = new JsonArray(
                [.. environment.Layers.Select(_ => (JsonNode)new JsonObject { ["created_by"] = "the environment" }), new JsonObject { ["created_by"] = "the code" }]),
        };
        if (variant is not null)
        {
            configuration["variant"] = variant;
        }

        if (labels.GetValueOrDefault(ImageLabels.Created) is { } created)
        {
            configuration["created"] = created;
        }

        return configuration;
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

    private static string Digest(byte[] hash) => $"sha256:{Convert.ToHexStringLower(hash)}";
}
