using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using Caliban.Core.Diagnostics;
using Caliban.Core.Images.Composition;
using Caliban.Core.Images.Layers;
using Caliban.Core.Registries;

namespace Caliban.Core.Images.Archives;

/// <summary>
/// An image out of an engine, as <c>docker save</c> writes it: older engines with a folder for each layer, newer ones as an OCI
/// layout whose layers may be compressed. It lies in a folder of its own that goes with it.
/// </summary>
public sealed class SavedImage : IImageSource, IDisposable
{
    private const string ZstandardLayer = "application/vnd.oci.image.layer.v1.tar+zstd";

    private readonly string _folder;
    private readonly Dictionary<string, SavedFile> _blobs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SavedFile> _archives = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _compressed = new(StringComparer.Ordinal);

    private SavedImage(string folder) => _folder = folder;

    /// <summary>The manifest that describes it to a registry.</summary>
    public RegistryManifest Manifest { get; private set; } = new("", "", ReadOnlyMemory<byte>.Empty);

    /// <param name="archive">What <c>docker save</c> writes of one image.</param>
    /// <param name="name">The image, for messages.</param>
    /// <param name="parentFolder">Where its folder is made; needs as much space as the image twice.</param>
    /// <exception cref="DiagnosticException">It is not understood: CAL3044; the folder cannot be written: CAL3049.</exception>
    public static async Task<SavedImage> ReadAsync(
        Stream archive, string name, string parentFolder, LayerCatalog catalog, CancellationToken cancellationToken)
    {
        var image = new SavedImage(Directory.CreateDirectory(Path.Combine(parentFolder, $"saved-{Guid.NewGuid():N}")).FullName);
        try
        {
            await image.LoadAsync(archive, catalog, cancellationToken).ConfigureAwait(false);
            return image;
        }
        catch (Exception exception)
        {
            image.Dispose();
            throw exception switch
            {
                JsonException or InvalidDataException or EndOfStreamException or FormatException => DiagnosticException.Create(
                    LayerDiagnostics.ImageUnusable, SourceLocation.None, name, $"docker save wrote something else: {exception.Message.TrimEnd('.')}"),
                IOException or UnauthorizedAccessException => OutputFile.Unwritable(image._folder, exception),
                _ => exception,
            };
        }
    }

    public Task<RegistryManifest?> FindManifestAsync(string reference, CancellationToken cancellationToken) =>
        Task.FromResult<RegistryManifest?>(Manifest);

    public async Task<Stream> OpenBlobAsync(ContentDescriptor blob, CancellationToken cancellationToken)
    {
        var path = _blobs.TryGetValue(blob.Digest, out var file) ? file.Path
            : await _compressed.GetOrAdd(blob.Digest, digest => new Lazy<Task<string>>(() => CompressAsync(digest, cancellationToken))).Value.ConfigureAwait(false);
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, useAsync: true);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task LoadAsync(Stream archive, LayerCatalog catalog, CancellationToken cancellationToken)
    {
        var files = await SavedFiles.ReadAsync(archive, _folder, cancellationToken).ConfigureAwait(false);
        var list = await File.ReadAllBytesAsync(files.Find("manifest.json").Path, cancellationToken).ConfigureAwait(false);
        var entry = JsonSerializer.Deserialize(list, SavedListJson.Default.ListSavedEntry)?.FirstOrDefault() ?? throw new InvalidDataException("it lists no image");
        var config = files.Find(entry.Config);
        var names = entry.Layers;
        var diffIds = ImageConfiguration.Parse(await File.ReadAllBytesAsync(config.Path, cancellationToken).ConfigureAwait(false)).DiffIds;
        if (diffIds.Count != names.Count)
        {
            throw new InvalidDataException("its configuration names other layers");
        }

        var layers = new List<ContentDescriptor>();
        foreach (var (name, diffId) in names.Zip(diffIds))
        {
            layers.Add(await LayerAsync(files.Find(name), diffId, catalog, cancellationToken).ConfigureAwait(false));
        }

        _blobs[config.Digest] = config;
        // Docker's own format, as docker push would write it, has no name for this compression.
        var isOci = layers.Any(layer => layer.MediaType == ZstandardLayer);
        Manifest = ImageManifest.Create(
            isOci ? MediaTypes.OciManifest : MediaTypes.DockerManifest,
            new ContentDescriptor(isOci ? MediaTypes.OciConfig : MediaTypes.DockerConfig, config.Digest, config.Size),
            layers.Select(layer => isOci && layer.MediaType == MediaTypes.DockerGzipLayer ? layer with { MediaType = MediaTypes.OciGzipLayer } : layer))
            .Write(new Dictionary<string, string>());
    }

    private async Task<ContentDescriptor> LayerAsync(SavedFile file, string diffId, LayerCatalog catalog, CancellationToken cancellationToken)
    {
        if (await CompressionOfAsync(file.Path, cancellationToken).ConfigureAwait(false) is { } mediaType)
        {
            _blobs[file.Digest] = file;
            return new ContentDescriptor(mediaType, file.Digest, file.Size);
        }

        if (file.Digest != diffId)
        {
            throw new InvalidDataException($"the layer {diffId} has another content");
        }

        if (catalog.FindLayer(diffId) is not { } layer)
        {
            var path = $"{file.Path}.gz";
            layer = await LayerFile.WriteAsync(path, (stream, cancellation) => CopyAsync(file, stream, cancellation), cancellationToken).ConfigureAwait(false);
            catalog.AddLayer(layer);
            _blobs[layer.Digest] = new SavedFile(path, layer.Digest, layer.Size);
        }

        _archives[layer.Digest] = file;
        return new ContentDescriptor(MediaTypes.DockerGzipLayer, layer.Digest, layer.Size);
    }

    /// <summary>A layer whose digest was known, and which is needed all the same.</summary>
    private async Task<string> CompressAsync(string digest, CancellationToken cancellationToken)
    {
        var file = _archives[digest];
        var path = $"{file.Path}.gz";
        await LayerFile.WriteAsync(path, (stream, cancellation) => CopyAsync(file, stream, cancellation), cancellationToken).ConfigureAwait(false);
        return path;
    }

    private static async Task CopyAsync(SavedFile file, Stream target, CancellationToken cancellationToken)
    {
        var source = File.OpenRead(file.Path);
        await using (source.ConfigureAwait(false))
        {
            await source.CopyToAsync(target, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The media type of a compressed layer by its magic number; null for a plain archive.</summary>
    private static async Task<string?> CompressionOfAsync(string path, CancellationToken cancellationToken)
    {
        var file = File.OpenRead(path);
        await using (file.ConfigureAwait(false))
        {
            var magic = new byte[4];
            await file.ReadAtLeastAsync(magic, magic.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return magic switch
            {
                [0x1f, 0x8b, ..] => MediaTypes.DockerGzipLayer,
                [0x28, 0xb5, 0x2f, 0xfd] => ZstandardLayer,
                _ => null,
            };
        }
    }

    /// <param name="Config">The file of the configuration.</param>
    /// <param name="Layers">The files of the layers, the lowest first.</param>
    internal sealed record SavedEntry(string Config, List<string> Layers);
}

[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(List<SavedImage.SavedEntry>))]
internal sealed partial class SavedListJson : JsonSerializerContext;
