using System.Net;
using System.Net.Http.Headers;
using Caliban.Core.Diagnostics;
using Caliban.Core.Http;

namespace Caliban.Core.Registries.Transport;

/// <summary>Sends requests, follows the redirects that can be trusted, and tries again what may pass.</summary>
internal sealed class RegistryTransport : IDisposable
{
    private const int MostRedirects = 5;

    private readonly HttpClient _client;
    private readonly TimeSpan _idleTime;
    private readonly RetryPolicy _retry;

    public RegistryTransport(RegistryClientOptions options)
    {
        _idleTime = options.IdleTime;
        _retry = new RetryPolicy(options.Time, options.Random, options.OnRetry);
#pragma warning disable CA2000 // the client disposes of a handler of our own
        _client = new HttpClient(options.Handler ?? CautiousHandler.Create(), disposeHandler: options.Handler is null) { Timeout = Timeout.InfiniteTimeSpan };
#pragma warning restore CA2000
        _client.DefaultRequestHeaders.UserAgent.Add(CautiousHandler.UserAgent);
    }

    /// <summary>Tries until there is an answer that stays.</summary>
    /// <param name="what">For messages.</param>
    /// <exception cref="DiagnosticException">There was none: CAL3052, CAL3053.</exception>
    public async Task<HttpResponseMessage> RetryAsync(
        string host, string what, Func<int, CancellationToken, Task<HttpResponseMessage>> attempt, CancellationToken cancellationToken)
    {
        try
        {
            return await _retry.RunAsync(host, attempt, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (TransportFailure.Is(exception))
        {
            throw RegistryFailure.ToDiagnostic(host, what, exception);
        }
    }

    /// <summary>Sends once, without following redirects; ends when the headers of the answer are there.</summary>
    public async Task<HttpResponseMessage> SendAsync(Func<Action, HttpRequestMessage> create, CancellationToken cancellationToken)
    {
        using var timer = new IdleTimer(_idleTime, cancellationToken);
        using var message = create(timer.Touch);
        return await timer.RunAsync(token => _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, token)).ConfigureAwait(false);
    }

    /// <summary>Sends once to a registry and follows redirects, which are told no login.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        RegistryEndpoint endpoint, RegistryRequest request, AuthenticationHeaderValue? authorization, CancellationToken cancellationToken)
    {
        var address = request.Address;
        for (var redirects = 0; ; redirects++)
        {
            var current = address;
            var response = await SendAsync(
                onProgress => request.Create(current, endpoint.IsSameOrigin(current) ? authorization : null, onProgress), cancellationToken).ConfigureAwait(false);
            if (!IsRedirect(request.Method, response))
            {
                return response;
            }

            using (response)
            {
                address = Redirect.Target(endpoint, current, response, request.What, isLast: redirects == MostRedirects);
            }
        }
    }

    /// <summary>Reads a short body.</summary>
    /// <returns>Null when it is longer than <paramref name="limit"/>.</returns>
    public async Task<byte[]?> ReadAsync(HttpResponseMessage response, int limit, CancellationToken cancellationToken)
    {
        using var timer = new IdleTimer(_idleTime, cancellationToken);
        return await timer.RunAsync(token => BoundedBody.ReadAsync(response.Content, limit, timer.Touch, token)).ConfigureAwait(false);
    }

    /// <summary>Reads the next bytes of a long body.</summary>
    public async Task<int> ReadAsync(Stream stream, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var timer = new IdleTimer(_idleTime, cancellationToken);
        return await timer.RunAsync(token => stream.ReadAsync(buffer, token).AsTask()).ConfigureAwait(false);
    }

    public void Dispose() => _client.Dispose();

    private static bool IsRedirect(HttpMethod method, HttpResponseMessage response) =>
        (method == HttpMethod.Get || method == HttpMethod.Head)
        && response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
}
