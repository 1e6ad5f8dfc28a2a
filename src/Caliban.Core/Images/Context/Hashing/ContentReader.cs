using System.Buffers;
using System.Security.Cryptography;
using Caliban.Core.Images.Context.Secrets;

namespace Caliban.Core.Images.Context.Hashing;

/// <summary>Reads a file once, for its hash and for secrets in it.</summary>
internal static class ContentReader
{
    private static readonly string Empty = Convert.ToHexStringLower(SHA256.HashData([]));

    /// <summary>
    /// A file may be changed again within the granularity of its time stamp, and would look the same. So what was written this
    /// shortly before it was read is not remembered; git calls such entries racily clean.
    /// </summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    /// <returns>The content, and whether the next build may trust that it is still this.</returns>
    /// <exception cref="Diagnostics.DiagnosticException">CAL3004.</exception>
    public static (KnownContent Content, bool IsSettled) Read(BuildContextEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Length == 0)
        {
            return (new KnownContent(0, entry.LastWriteTime.Ticks, Empty, SecretFinding.None), IsSettled: false);
        }

        var started = DateTime.UtcNow;
        var buffer = ArrayPool<byte>.Shared.Rent(SecretScanner.MaximumLength + 1);
        try
        {
            using var stream = entry.Open();
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var first = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            hash.AppendData(buffer, 0, first);
            var finding = first < buffer.Length
                ? SecretScanner.Scan(Path.GetFileName(entry.Path), buffer.AsSpan(0, first))
                : SecretFinding.None;
            for (var read = first; read > 0;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                read = stream.Read(buffer);
                hash.AppendData(buffer, 0, read);
            }

            var content = new KnownContent(entry.Length, entry.LastWriteTime.Ticks, Convert.ToHexStringLower(hash.GetHashAndReset()), finding);
            var isSame = stream.Length == entry.Length && File.GetLastWriteTimeUtc(stream.SafeFileHandle) == entry.LastWriteTime;
            return (content, isSame && entry.LastWriteTime <= started - Settled);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw BuildContextEntry.Unreadable(entry.FullPath, entry.Path, exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
