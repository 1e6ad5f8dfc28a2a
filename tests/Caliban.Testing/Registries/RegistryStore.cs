using System.Collections.Concurrent;

namespace Caliban.Testing.Registries;

/// <summary>What an emulated registry holds.</summary>
public sealed class RegistryStore
{
    /// <summary>By <c>repository@digest</c>.</summary>
    public ConcurrentDictionary<string, byte[]> Blobs { get; } = [];

    /// <summary>By <c>repository:tag</c> and <c>repository@digest</c>.</summary>
    public ConcurrentDictionary<string, (string MediaType, byte[] Content)> Manifests { get; } = [];

    /// <summary>The uploads that have begun, with the place each was given.</summary>
    public ConcurrentDictionary<string, string> Uploads { get; } = [];

    public static string Key(string repository, string reference) =>
        reference.StartsWith("sha256:", StringComparison.Ordinal) ? $"{repository}@{reference}" : $"{repository}:{reference}";

    public static string Digest(byte[] content) => "sha256:" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));

    /// <summary>Puts a blob there as if it had been pushed, and returns its digest.</summary>
    public string Add(string repository, byte[] content)
    {
        var digest = Digest(content);
        Blobs[Key(repository, digest)] = content;
        return digest;
    }

    /// <summary>Puts a manifest there as if it had been pushed, and returns its digest.</summary>
    public string AddManifest(string repository, string? tag, string mediaType, byte[] content)
    {
        var digest = Digest(content);
        Manifests[Key(repository, digest)] = (mediaType, content);
        if (tag is not null)
        {
            Manifests[Key(repository, tag)] = (mediaType, content);
        }

        return digest;
    }
}
