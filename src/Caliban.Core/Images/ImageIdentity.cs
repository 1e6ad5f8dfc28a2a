using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Caliban.Core.Images;

/// <summary>The name of an image by everything that goes into it: <c>caliban/project:hash</c>.</summary>
public static class ImageIdentity
{
    /// <summary>Raised when the same inputs would give another image.</summary>
    private const string Schema = "caliban-image-1";

    /// <param name="project">The project's name; what a repository name cannot hold becomes <c>-</c>.</param>
    /// <exception cref="Diagnostics.DiagnosticException">A file cannot be read: CAL3004.</exception>
    public static string Reference(string project, string dockerfile, IReadOnlyList<BuildContextEntry> entries)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, Schema);
        Append(hash, dockerfile);
        foreach (var entry in entries)
        {
            Append(hash, entry.Path);
            Append(hash, entry.LinkTarget is { } target ? $"link {target}" : entry.IsExecutable ? "executable" : "file");
            if (entry.LinkTarget is null)
            {
                using var content = BuildContextArchive.Open(entry);
                hash.AppendData(SHA256.HashData(content));
            }
        }

        return $"caliban/{RepositoryName(project)}:{Convert.ToHexStringLower(hash.GetHashAndReset())[..16]}";
    }

    /// <summary>Lower-case letters, digits and single separators, as repository names are written.</summary>
    /// <seealso href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests"/>
    internal static string RepositoryName(string project)
    {
        var name = new StringBuilder();
#pragma warning disable CA1308 // repository names are lower case
        foreach (var character in project.ToLowerInvariant())
#pragma warning restore CA1308
        {
            if (char.IsAsciiLetterOrDigit(character))
            {
                name.Append(character);
            }
            else if (name.Length > 0 && name[^1] != '-')
            {
                name.Append('-');
            }
        }

        var text = name.ToString().Trim('-');
        return text.Length == 0 ? "project" : text;
    }

    // The length in front keeps two neighbours from being read as one.
    private static void Append(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
