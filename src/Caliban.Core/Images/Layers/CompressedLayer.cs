namespace Caliban.Core.Images.Layers;

/// <summary>A layer by what it holds and by how it is stored.</summary>
/// <param name="DiffId">The digest of its tar archive, by which the configuration of an image names it; <c>sha256:…</c>.</param>
/// <param name="Digest">The digest of the compressed archive, by which a registry knows it; <c>sha256:…</c>.</param>
/// <param name="Size">Of the compressed archive, in bytes.</param>
/// <seealso href="https://github.com/opencontainers/image-spec/blob/main/config.md#layer-diffid"/>
public sealed record CompressedLayer(string DiffId, string Digest, long Size);
