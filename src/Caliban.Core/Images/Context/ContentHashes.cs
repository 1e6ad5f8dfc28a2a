using System.Security.Cryptography;

namespace Caliban.Core.Images.Context;

/// <summary>The hashes of files.</summary>
public sealed class ContentHashes(string cacheFile)
{
    /// <summary>Where what is known is kept between builds.</summary>
    public string CacheFile => cacheFile;

    /// <summary>Hashes every entry.</summary>
    /// <exception cref="Diagnostics.DiagnosticException">A file cannot be read: CAL3004.</exception>
    public IReadOnlyList<ContextFile> Read(IReadOnlyList<BuildContextEntry> entries, CancellationToken cancellationToken) =>
        [.. entries.Where(_ => CacheFile.Length > 0).Select(entry => new ContextFile(entry, Hash(entry, cancellationToken)))];

    private static string Hash(BuildContextEntry entry, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (entry.LinkTarget is not null)
        {
            return "";
        }

        using var content = entry.Open();
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }
}
