using System.Net;
using Caliban.Core.Diagnostics;
using Caliban.Core.Registries.Credentials;
using Caliban.Core.Registries.Transport;

namespace Caliban.Core.Registries.Authentication;

/// <summary>Asks the server that a registry names for tokens.</summary>
/// <seealso href="https://distribution.github.io/distribution/spec/auth/token/"/>
/// <seealso href="https://distribution.github.io/distribution/spec/auth/oauth/"/>
internal sealed class TokenServer(RegistryEndpoint endpoint, RegistryTransport transport)
{
    private const int LargestAnswer = 1024 * 1024;
    private const string What = "the login";
    private const string ClientId = "caliban";

    public async Task<TokenAnswer> AskAsync(TokenRealm realm, RegistryScope scope, CredentialSearch search, CancellationToken cancellationToken)
    {
        using var response = await transport.RetryAsync(
            endpoint.Registry,
            $"{What} at {realm.Address.Host}",
            (_, token) => transport.SendAsync(_ => Request(realm, Scopes(realm, scope), search.Credential), token),
            cancellationToken).ConfigureAwait(false);
        var body = await transport.ReadAsync(response, LargestAnswer, cancellationToken).ConfigureAwait(false);
        var words = RegistryError.Describe(body, response, search.Credential?.Secrets ?? []);
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest)
        {
            throw DiagnosticException.Create(
                RegistryDiagnostics.LoginRefused, SourceLocation.None, endpoint.Registry, search.Describe(), words);
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw DiagnosticException.Create(
                RegistryDiagnostics.RegistryFailed, SourceLocation.None, endpoint.Registry, (int)response.StatusCode, $"{What} at {realm.Address.Host}", words);
        }

        return body is not null && TokenAnswer.Read(body) is { Value: not null } answer
            ? answer
            : throw DiagnosticException.Create(
                RegistryDiagnostics.AnswerInvalid, SourceLocation.None, endpoint.Registry, What, $"{realm.Address.Host} gave no token");
    }

    /// <summary>What we need, and what the registry says beyond it.</summary>
    private static List<string> Scopes(TokenRealm realm, RegistryScope scope) =>
        [.. scope.Names.Union((realm.Scope ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal)];

    private static HttpRequestMessage Request(TokenRealm realm, List<string> scopes, RegistryCredential? credential)
    {
        if (credential is { IsIdentityToken: true })
        {
            return new HttpRequestMessage(HttpMethod.Post, realm.Address)
            {
                Content = new FormUrlEncodedContent(
                [
                    new("grant_type", "refresh_token"),
                    new("service", realm.Service ?? ""),
                    new("client_id", ClientId),
                    new("scope", string.Join(' ', scopes)),
                    new("refresh_token", credential.Secret),
                ]),
            };
        }

        string[] query = [.. realm.Service is { } service ? (string[])[$"service={Uri.EscapeDataString(service)}"] : [],
            .. scopes.Select(scope => $"scope={Uri.EscapeDataString(scope)}"), $"client_id={ClientId}"];
        var address = new UriBuilder(realm.Address);
        address.Query = string.Join('&', [.. address.Query.TrimStart('?') is { Length: > 0 } given ? (string[])[given] : [], .. query]);
        var request = new HttpRequestMessage(HttpMethod.Get, address.Uri);
        request.Headers.Authorization = credential?.BasicHeader;
        return request;
    }
}
