namespace Caliban.Core.Registries;

/// <summary>A manifest or an index as a registry stores it: the exact bytes its digest is of.</summary>
/// <param name="Digest"><c>sha256:…</c> of <paramref name="Content"/>.</param>
public sealed record RegistryManifest(string MediaType, string Digest, ReadOnlyMemory<byte> Content);
