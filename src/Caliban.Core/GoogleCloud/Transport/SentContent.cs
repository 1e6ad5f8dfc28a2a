using System.Net;
using System.Net.Http.Headers;

namespace Caliban.Core.GoogleCloud.Transport;

/// <summary>A JSON body that knows whether any of it may have left. Until then the server cannot have acted on its request.</summary>
internal sealed class SentContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly Action? _onBegin;
    private volatile bool _began;

    /// <param name="onBegin">Called before the first byte may leave.</param>
    public SentContent(ReadOnlyMemory<byte> bytes, Action? onBegin)
    {
        (_bytes, _onBegin) = (bytes, onBegin);
        Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
    }

    /// <summary>Whether the connection stood and the body was begun.</summary>
    public bool Began => _began;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _began = true;
        _onBegin?.Invoke();
        return stream.WriteAsync(_bytes, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _bytes.Length;
        return true;
    }
}
