using System.Security.Cryptography;
using Caliban.Core.Registries;

namespace Caliban.Core.Images.Layers;

/// <summary>Passes on what is written, counts it and computes its digest.</summary>
internal sealed class DigestStream(Stream inner) : ForwardStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>What was written so far, in bytes.</summary>
    public long Count { get; private set; }

    /// <summary>The digest of everything that was written, <c>sha256:…</c>.</summary>
    public string Digest => ContentDigest.Write(_hash.GetCurrentHash());

    public override void Flush() => inner.Flush();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _hash.AppendData(buffer);
        Count += buffer.Length;
        inner.Write(buffer);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _hash.AppendData(buffer.Span);
        Count += buffer.Length;
        return inner.WriteAsync(buffer, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        _hash.Dispose();
        base.Dispose(disposing);
    }
}
