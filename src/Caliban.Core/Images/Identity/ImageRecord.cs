using System.Text.Json;
using System.Text.Json.Serialization;

namespace Caliban.Core.Images.Identity;

/// <summary>What the last image of a project was made from, kept beside it so that the next build can say what changed.</summary>
/// <param name="Environment">Names and fingerprints of the inputs.</param>
public sealed record ImageRecord(Dictionary<string, string> Environment, Dictionary<string, string> Code)
{
    /// <summary>The record of the last image that was built.</summary>
    public const string Built = "image.json";

    /// <summary>The record of the last image that was written as an archive.</summary>
    public const string Archived = "archived.json";

    /// <summary>The record of the last image that was pushed.</summary>
    public const string Pushed = "pushed.json";

    /// <summary>The record of an output folder; null when there is none that can be read, which only costs the reason.</summary>
    public static Task<ImageRecord?> ReadAsync(string outputFolder, CancellationToken cancellationToken) =>
        ReadAsync(outputFolder, Built, cancellationToken);

    /// <param name="name"><see cref="Built"/>, <see cref="Archived"/> or <see cref="Pushed"/>.</param>
    public static async Task<ImageRecord?> ReadAsync(string outputFolder, string name, CancellationToken cancellationToken)
    {
        try
        {
            var file = File.OpenRead(Path.Combine(outputFolder, name));
            await using (file.ConfigureAwait(false))
            {
                return await JsonSerializer.DeserializeAsync(file, RecordJson.Default.ImageRecord, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    public static Task WriteAsync(string outputFolder, ImageInputs inputs, CancellationToken cancellationToken) =>
        WriteAsync(outputFolder, inputs, Built, cancellationToken);

    public static async Task WriteAsync(string outputFolder, ImageInputs inputs, string name, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(outputFolder);
        var record = new ImageRecord(Table(inputs.Environment), Table(inputs.Code));
        var text = JsonSerializer.SerializeToUtf8Bytes(record, RecordJson.Default.ImageRecord);
        await File.WriteAllBytesAsync(Path.Combine(outputFolder, name), text, cancellationToken).ConfigureAwait(false);
    }

    private static Dictionary<string, string> Table(StageInputs stage)
    {
        var table = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var input in stage.Inputs)
        {
            table[input.Name] = input.Fingerprint;
        }

        return table;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ImageRecord))]
internal sealed partial class RecordJson : JsonSerializerContext;
