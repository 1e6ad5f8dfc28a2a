using System.Net;
using System.Net.Http.Headers;
using Caliban.Core.Diagnostics;
using Caliban.Core.Http;
using Caliban.Core.Registries.Authentication;

namespace Caliban.Core.Registries.Transport;

/// <summary>One registry: where it answers, how it is logged in to, and what its refusals mean.</summary>
internal sealed class RegistryConnection(RegistryEndpoint endpoint, RegistryTransport transport, RegistryClientOptions options) : IDisposable
{
    private const int LargestError = 64 * 1024;

    private readonly RegistryAuthenticator _authenticator = new(endpoint, transport, options);

    public RegistryEndpoint Endpoint => endpoint;

    public RegistryTransport Transport => transport;

    public TimeProvider Time => options.Time;

    /// <summary>Sends until there is an answer that stays.</summary>
    public Task<HttpResponseMessage> SendAsync(RegistryRequest request, CancellationToken cancellationToken) =>
        RetryAsync(request.What, (_, token) => SendOnceAsync(request, token), cancellationToken);

    /// <inheritdoc cref="RegistryTransport.RetryAsync"/>
    public Task<HttpResponseMessage> RetryAsync(
        string what, Func<int, CancellationToken, Task<HttpResponseMessage>> attempt, CancellationToken cancellationToken) =>
        transport.RetryAsync(endpoint.Registry, what, attempt, cancellationToken);

    /// <summary>Sends once, and a second time when the registry wants another login first.</summary>
    public async Task<HttpResponseMessage> SendOnceAsync(RegistryRequest request, CancellationToken cancellationToken)
    {
        var authorization = _authenticator.Find(request.Scope);
        var response = await SendAsync(request, authorization, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
        {
            return response;
        }

        using (response)
        {
            var challenges = ChallengeReader.Read(response.Headers.NonValidated.TryGetValues("WWW-Authenticate", out var values) ? values : []);
            var answer = await _authenticator.AnswerAsync(challenges, request.Scope, authorization, cancellationToken).ConfigureAwait(false);
            return answer is null
                ? throw await RefusalAsync(response, request, cancellationToken).ConfigureAwait(false)
                : await SendAsync(request, answer, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What to tell the user of an answer that was not the hoped-for one.</summary>
    public async Task<DiagnosticException> RefusalAsync(HttpResponseMessage response, RegistryRequest request, CancellationToken cancellationToken)
    {
        var body = await ReadErrorAsync(response, cancellationToken).ConfigureAwait(false);
        var words = RegistryError.Describe(body, response, _authenticator.Secrets);
        var name = $"{endpoint.Registry}/{request.Scope.Path}";
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => DiagnosticException.Create(
                RegistryDiagnostics.LoginRefused, SourceLocation.None, endpoint.Registry, _authenticator.Description, words),
            HttpStatusCode.Forbidden => DiagnosticException.Create(
                RegistryDiagnostics.AccessDenied, SourceLocation.None, name, $"{request.What}, {_authenticator.Description}", words, MissingRepository.Advice(endpoint.Registry, request.Scope)),
            HttpStatusCode.NotFound when RegistryError.Read(body).Any(error => error.Code is "NAME_UNKNOWN") => DiagnosticException.Create(
                RegistryDiagnostics.RepositoryMissing, SourceLocation.None, name, request.What, words, MissingRepository.Advice(endpoint.Registry, request.Scope)),
            var status => DiagnosticException.Create(
                RegistryDiagnostics.RegistryFailed, SourceLocation.None, endpoint.Registry, (int)status, request.What, words),
        };
    }

    /// <summary>An answer that breaks the rules of registries.</summary>
    /// <param name="reason">What is wrong with it.</param>
    public DiagnosticException Misunderstood(string what, string reason) =>
        DiagnosticException.Create(RegistryDiagnostics.AnswerInvalid, SourceLocation.None, endpoint.Registry, what, reason);

    public void Dispose() => _authenticator.Dispose();

    private async Task<HttpResponseMessage> SendAsync(RegistryRequest request, AuthenticationHeaderValue? authorization, CancellationToken cancellationToken)
    {
        var response = await transport.SendAsync(endpoint, request, authorization, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Unauthorized || response.RequestMessage?.RequestUri is not { } asked || endpoint.IsSameOrigin(asked))
        {
            return response;
        }

        response.Dispose();
        throw Redirect.Refuse(endpoint, asked, request.What, "it asks for a login");
    }

    private async Task<byte[]?> ReadErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await transport.ReadAsync(response, LargestError, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (TransportFailure.Is(exception))
        {
            return null;
        }
    }
}
