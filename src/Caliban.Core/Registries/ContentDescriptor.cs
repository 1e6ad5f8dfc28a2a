using System.Text.Json.Serialization;

namespace Caliban.Core.Registries;

/// <summary>Names a piece of content by its digest.</summary>
/// <param name="Digest"><c>sha256:</c> and 64 lower-case hexadecimal digits.</param>
/// <param name="Size">In bytes.</param>
/// <seealso href="https://github.com/opencontainers/image-spec/blob/main/descriptor.md"/>
public sealed record ContentDescriptor(
    [property: JsonPropertyName("mediaType")] string MediaType,
    [property: JsonPropertyName("digest")] string Digest,
    [property: JsonPropertyName("size")] long Size);
