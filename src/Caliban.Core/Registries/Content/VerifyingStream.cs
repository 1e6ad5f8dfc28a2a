using System.Security.Cryptography;
using Caliban.Core.Diagnostics;

namespace Caliban.Core.Registries.Content;

/// <summary>Passes content on and fails with its last bytes when it is not what its descriptor says.</summary>
/// <param name="place">Where it comes from, for messages.</param>
internal sealed class VerifyingStream(Stream inner, ContentDescriptor descriptor, string place) : ReadOnlyStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _count;

    /// <exception cref="DiagnosticException">CAL3060.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _count += count;
        _hash.AppendData(buffer.Span[..count]);
        if (_count > descriptor.Size)
        {
            throw Mismatch($"it is longer than {descriptor.Size} bytes");
        }

        if (count == 0 && buffer.Length > 0 && _count < descriptor.Size)
        {
            throw Mismatch($"it ends after {_count} of {descriptor.Size} bytes");
        }

        // Whoever knows the size may not read beyond it.
        return _count == descriptor.Size && ContentDigest.Write(_hash.GetCurrentHash()) is var digest && digest != descriptor.Digest
            ? throw Mismatch($"its digest is {digest}")
            : count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private DiagnosticException Mismatch(string reason) =>
        DiagnosticException.Create(RegistryDiagnostics.DigestMismatch, SourceLocation.None, place, descriptor.Digest, reason);
}
