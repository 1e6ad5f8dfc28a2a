using System.Text.Json;
using System.Text.Json.Serialization;
using Caliban.Core.Images.Context;
using Caliban.Core.Images.Identity;

namespace Caliban.Core.Images.Layers;

/// <summary>
/// The code layer of a project, kept in its output folder with what is known of it, so that nothing is compressed to find
/// that nothing is to be done.
/// </summary>
/// <param name="files">The files of the code stage, ordered by path.</param>
public sealed class CodeLayer(string outputFolder, IReadOnlyList<ContextFile> files)
{
    private readonly string _recordFile = Path.Combine(outputFolder, "layer.json");
    private readonly string _layerFile = Path.Combine(outputFolder, "layer.tar.gz");
    private readonly string _inputs = new StageInputs(
        [new ImageInput("layer", GzipMember.Format)], text: "", files.Select(file => new ImageInput(file.Entry.Path, file.Fingerprint))).Hash;

    /// <summary>Its digests, from the last time or by writing it.</summary>
    /// <exception cref="Diagnostics.DiagnosticException">A file cannot be read (CAL3004) or has just changed (CAL3042).</exception>
    public async Task<CompressedLayer> DescribeAsync(CancellationToken cancellationToken) =>
        await ReadRecordAsync(cancellationToken).ConfigureAwait(false) is { } known && known.Inputs == _inputs
            ? known.Layer
            : await WriteAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Opens the compressed layer, which is written anew where it is not there any more.</summary>
    /// <exception cref="Diagnostics.DiagnosticException">A file cannot be read (CAL3004) or has just changed (CAL3042).</exception>
    public async Task<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        var known = await ReadRecordAsync(cancellationToken).ConfigureAwait(false);
        if (known is null || known.Inputs != _inputs || !File.Exists(_layerFile) || new FileInfo(_layerFile).Length != known.Layer.Size)
        {
            await WriteAsync(cancellationToken).ConfigureAwait(false);
        }

        return new FileStream(_layerFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024, useAsync: true);
    }

    private async Task<CompressedLayer> WriteAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(outputFolder);
        // A record of other content must not stand beside the new file when this is interrupted.
        File.Delete(_recordFile);
        var layer = await LayerFile.WriteAsync(
            _layerFile, (stream, cancellation) => CodeLayerArchive.WriteAsync(stream, files, cancellation), cancellationToken).ConfigureAwait(false);
        await File.WriteAllBytesAsync(
            _recordFile, JsonSerializer.SerializeToUtf8Bytes(new LayerRecord(_inputs, layer), LayerJson.Default.LayerRecord), cancellationToken).ConfigureAwait(false);
        return layer;
    }

    private async Task<LayerRecord?> ReadRecordAsync(CancellationToken cancellationToken)
    {
        try
        {
            return JsonSerializer.Deserialize(
                await File.ReadAllBytesAsync(_recordFile, cancellationToken).ConfigureAwait(false), LayerJson.Default.LayerRecord);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    internal sealed record LayerRecord(string Inputs, CompressedLayer Layer);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CodeLayer.LayerRecord))]
internal sealed partial class LayerJson : JsonSerializerContext;
