using System.Net.Http.Headers;
using Caliban.Core.Registries.Credentials;
using Caliban.Core.Registries.Transport;

namespace Caliban.Core.Registries.Authentication;

/// <summary>Logs in to one registry, and keeps what it gets for as long as it is good.</summary>
internal sealed class RegistryAuthenticator(RegistryEndpoint endpoint, RegistryTransport transport, RegistryClientOptions options) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly TokenServer _server = new(endpoint, transport);
    private volatile IReadOnlyList<AccessToken> _tokens = [];
    private CredentialSearch? _search;

    /// <summary>Where the login came from or was looked for, for messages.</summary>
    public string Description => _search?.Describe() ?? "without a login";

    /// <summary>What to send with a request, as far as it is known.</summary>
    public AuthenticationHeaderValue? Find(RegistryScope scope)
    {
        var now = options.Time.GetUtcNow();
        return _tokens.FirstOrDefault(token => token.IsGood(scope, now))?.Header;
    }

    /// <summary>Answers a refusal.</summary>
    /// <param name="refused">What was sent with the refused request.</param>
    /// <returns>What to send instead, or null when there is nothing else to try.</returns>
    /// <exception cref="Diagnostics.DiagnosticException">The login cannot be found, or may not be sent where the registry wants it, or is refused there.</exception>
    public async Task<AuthenticationHeaderValue?> AnswerAsync(
        IReadOnlyList<Challenge> challenges, RegistryScope scope, AuthenticationHeaderValue? refused, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Find(scope) is { } found && !found.Equals(refused))
            {
                return found;
            }

            // A login that gave what is now refused may have been renewed where it came from.
            if (_search is null || refused is not null)
            {
                _search = await options.Credentials.FindAsync(endpoint.Registry, cancellationToken).ConfigureAwait(false);
            }

            var token = await LogInAsync(challenges, scope, _search, cancellationToken).ConfigureAwait(false);
            _tokens = [.. token is null ? [] : (AccessToken[])[token], .. _tokens.Where(known => !known.Header.Equals(refused))];
            return token?.Header.Equals(refused) == true ? null : token?.Header;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Every text that must not be shown.</summary>
    public IReadOnlyList<string> Secrets => [.. _search?.Credential?.Secrets ?? [], .. _tokens.Select(token => token.Header.Parameter!)];

    public void Dispose() => _gate.Dispose();

    private async Task<AccessToken?> LogInAsync(
        IReadOnlyList<Challenge> challenges, RegistryScope scope, CredentialSearch search, CancellationToken cancellationToken)
    {
        if (challenges.FirstOrDefault(challenge => challenge.Is("Bearer")) is { } bearer)
        {
            var answer = await _server.AskAsync(TokenRealm.Read(endpoint, bearer), scope, search, cancellationToken).ConfigureAwait(false);
            return AccessToken.Bearer(scope, answer.Value!, answer.Lifetime, options.Time.GetUtcNow());
        }

        return challenges.Any(challenge => challenge.Is("Basic")) && search.Credential is { IsIdentityToken: false } credential
            ? AccessToken.Basic(credential.BasicHeader)
            : null;
    }
}
