using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Caliban.Core.Images;

/// <summary>Declarations as JSON, which one task hands to the next.</summary>
public static class ImageDeclarationText
{
    private static readonly ImageJson Json = new(new JsonSerializerOptions(ImageJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static string Write(ImageDeclaration image) => JsonSerializer.Serialize(image, Json.ImageDeclaration);

    /// <exception cref="JsonException">It is not one that <see cref="Write"/> wrote.</exception>
    public static ImageDeclaration Read(string text) =>
        JsonSerializer.Deserialize(text, Json.ImageDeclaration) ?? throw new JsonException("There is no declaration.");
}

[JsonSourceGenerationOptions(
    UseStringEnumConverter = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ImageDeclaration))]
internal sealed partial class ImageJson : JsonSerializerContext;
