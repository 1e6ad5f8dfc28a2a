using System.Text.Json;
using System.Text.Json.Serialization;

namespace Caliban.Core.GoogleCloud.Vertex;

/// <summary>A target as a text that one task hands to another.</summary>
public static partial class VertexTargetText
{
    public static string Write(VertexTarget target) => JsonSerializer.Serialize(target, TargetJson.Default.VertexTarget);

    public static VertexTarget Read(string text) => JsonSerializer.Deserialize(text, TargetJson.Default.VertexTarget)!;

    [JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, IgnoreReadOnlyProperties = true)]
    [JsonSerializable(typeof(VertexTarget))]
    private sealed partial class TargetJson : JsonSerializerContext;
}
