using System.Net;
using Caliban.Core.Diagnostics;

namespace Caliban.Core.Registries.Content;

/// <summary>The body of an upload, opened when it is sent.</summary>
internal sealed class BlobContent : HttpContent
{
    private readonly ContentDescriptor _blob;
    private readonly Func<CancellationToken, Task<Stream>> _open;
    private readonly Action _onProgress;
    private readonly Action<DiagnosticException> _onFailure;

    /// <param name="onFailure">Told when the content cannot be read, since the end of the connection that follows may hide it.</param>
    public BlobContent(ContentDescriptor blob, Func<CancellationToken, Task<Stream>> open, Action onProgress, Action<DiagnosticException> onFailure)
    {
        (_blob, _open, _onProgress, _onFailure) = (blob, open, onProgress, onFailure);
        Headers.ContentType = new("application/octet-stream");
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _blob.Size;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <exception cref="DiagnosticException">CAL3068.</exception>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var source = await FromSourceAsync(() => _open(cancellationToken)).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            var buffer = new byte[128 * 1024];
            var sent = 0L;
            while (await FromSourceAsync(() => source.ReadAsync(buffer, cancellationToken).AsTask()).ConfigureAwait(false) is > 0 and var count)
            {
                sent += count;
                if (sent > _blob.Size)
                {
                    throw Changed($"it is longer than {_blob.Size} bytes");
                }

                await stream.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                _onProgress();
            }

            if (sent < _blob.Size)
            {
                throw Changed($"it ends after {sent} of {_blob.Size} bytes");
            }
        }
    }

    // Otherwise it would look as if the connection had failed.
    private async Task<T> FromSourceAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Changed(exception.Message);
        }
    }

    private DiagnosticException Changed(string reason)
    {
        var failure = DiagnosticException.Create(RegistryDiagnostics.SourceChanged, SourceLocation.None, _blob.Digest, reason);
        _onFailure(failure);
        return failure;
    }
}
