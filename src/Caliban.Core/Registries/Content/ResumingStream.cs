using System.Net;
using Caliban.Core.Http;
using Caliban.Core.Registries.Transport;

namespace Caliban.Core.Registries.Content;

/// <summary>The body of an answer, which is asked for again from where it broke off.</summary>
internal sealed class ResumingStream : ReadOnlyStream
{
    private const int MostBreaks = 5;

    private readonly RegistryConnection _connection;
    private readonly RegistryRequest _request;
    private readonly long _size;
    private HttpResponseMessage? _response;
    private Stream _body = Null;
    private long _offset;
    private long _skip;
    private int _breaks;

    private ResumingStream(RegistryConnection connection, RegistryRequest request, long size) =>
        (_connection, _request, _size) = (connection, request, size);

    /// <exception cref="Diagnostics.DiagnosticException">The registry refuses it.</exception>
    public static async Task<ResumingStream> OpenAsync(RegistryConnection connection, RegistryRequest request, long size, CancellationToken cancellationToken)
    {
        var stream = new ResumingStream(connection, request, size);
        await stream.ContinueAsync(cancellationToken).ConfigureAwait(false);
        return stream;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            try
            {
                await SkipAsync(cancellationToken).ConfigureAwait(false);
                var count = await _connection.Transport.ReadAsync(_body, buffer, cancellationToken).ConfigureAwait(false);
                if (count == 0 && buffer.Length > 0 && _offset < _size)
                {
                    throw Ended();
                }

                _offset += count;
                return count;
            }
            catch (Exception exception) when (TransportFailure.Is(exception) && !cancellationToken.IsCancellationRequested)
            {
                if (++_breaks > MostBreaks)
                {
                    throw RegistryFailure.ToDiagnostic(_connection.Endpoint.Registry, _request.What, exception);
                }
            }

            await ContinueAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _body.Dispose();
            _response?.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task ContinueAsync(CancellationToken cancellationToken)
    {
        _response?.Dispose();
        var request = _request with { Offset = _offset };
        _response = await _connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (_response.StatusCode != HttpStatusCode.OK && !IsRest(_response))
        {
            using (_response)
            {
                throw await _connection.RefusalAsync(_response, request, cancellationToken).ConfigureAwait(false);
            }
        }

        _body = await _response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        _skip = _response.StatusCode == HttpStatusCode.OK ? _offset : 0;
    }

    /// <summary>A server need not know how to send a rest.</summary>
    private async Task SkipAsync(CancellationToken cancellationToken)
    {
        var buffer = _skip > 0 ? new byte[64 * 1024] : [];
        while (_skip > 0)
        {
            var count = await _connection.Transport.ReadAsync(_body, buffer.AsMemory(0, (int)long.Min(_skip, buffer.Length)), cancellationToken).ConfigureAwait(false);
            _skip -= count > 0 ? count : throw Ended();
        }
    }

    private IOException Ended() => new($"the connection ended after {_offset} of {_size} bytes");

    private bool IsRest(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == _offset;
}
