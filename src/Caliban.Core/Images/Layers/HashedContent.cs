using System.Security.Cryptography;
using Caliban.Core.Diagnostics;
using Caliban.Core.Images.Context;

namespace Caliban.Core.Images.Layers;

/// <summary>
/// The content of files that were hashed before. A layer is known by those hashes, also on other machines, so it must not
/// hold anything else.
/// </summary>
internal static class HashedContent
{
    /// <summary>Smaller files are read at once, which spares most of the calls of many small files.</summary>
    private const int SmallSize = 1024 * 1024;

    /// <exception cref="DiagnosticException">The file cannot be read (CAL3004) or is not what it was (CAL3042).</exception>
    public static Stream Open(ContextFile file)
    {
        Stream content = file.Entry.Open();
        try
        {
            if (content.Length <= SmallSize)
            {
                using var large = content;
                var bytes = new byte[content.Length];
                content = new MemoryStream(bytes, 0, large.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false), writable: false);
            }

            if (Convert.ToHexStringLower(SHA256.HashData(content)) != file.ContentHash)
            {
                throw DiagnosticException.Create(LayerDiagnostics.FileChanged, new SourceLocation(file.Entry.FullPath), file.Entry.Path);
            }

            content.Position = 0;
            return content;
        }
        catch (Exception exception)
        {
            content.Dispose();
            if (exception is IOException or UnauthorizedAccessException)
            {
                throw new DiagnosticException(
                    Diagnostic.Create(ImageDiagnostics.ContextUnreadable, new SourceLocation(file.Entry.FullPath), file.Entry.Path, exception.Message),
                    exception);
            }

            throw;
        }
    }
}
