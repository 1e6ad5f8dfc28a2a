using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Caliban.Core.Diagnostics;
using Caliban.Core.GoogleCloud.Transport;
using Caliban.Core.Http;

namespace Caliban.Core.GoogleCloud.Credentials;

/// <summary>Tokens of a service account that another login may create.</summary>
/// <seealso href="https://cloud.google.com/iam/docs/reference/credentials/rest/v1/projects.serviceAccounts/generateAccessToken"/>
internal sealed class ImpersonatedToken : IGoogleToken, IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly IGoogleToken _caller;
    private readonly ImpersonatedAccount _account;
    private readonly CredentialHttp _http;
    private readonly TokenCache _cache;

    public ImpersonatedToken(IGoogleToken caller, ImpersonatedAccount account, CredentialHttp http)
    {
        (_caller, _account, _http) = (caller, account, http);
        _cache = new TokenCache(http.Time, AskAsync);
    }

    public string Source => $"the service account '{_account.Name}', impersonated with {_caller.Source}";

    public Task<string> GetAsync(CancellationToken cancellationToken) => _cache.GetAsync(cancellationToken);

    public void Refuse(string token) => _cache.Refuse(token);

    public void Dispose()
    {
        _cache.Dispose();
        (_caller as IDisposable)?.Dispose();
    }

    private async Task<(string Token, DateTimeOffset Expires)> AskAsync(CancellationToken cancellationToken)
    {
        var token = await _caller.GetAsync(cancellationToken).ConfigureAwait(false);
        var (status, body) = await SendAsync(token, cancellationToken).ConfigureAwait(false);
        if (status == HttpStatusCode.Unauthorized)
        {
            _caller.Refuse(token);
            token = await _caller.GetAsync(cancellationToken).ConfigureAwait(false);
            (status, body) = await SendAsync(token, cancellationToken).ConfigureAwait(false);
        }

        if (status != HttpStatusCode.OK)
        {
            throw Refused(GoogleApiError.Read(status, body).Describe([token]));
        }

        var answer = CredentialHttp.Read(body, json => (Token: json.GetProperty("accessToken").GetString(), Expires: json.GetProperty("expireTime").GetDateTimeOffset()));
        return string.IsNullOrEmpty(answer.Token) ? throw Refused("the answer holds no token") : (answer.Token, answer.Expires);
    }

    private Task<(HttpStatusCode Status, byte[] Body)> SendAsync(string token, CancellationToken cancellationToken) => _http.AskAsync(
        () => new HttpRequestMessage(HttpMethod.Post, _account.Address)
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
            Content = JsonContent.Create(new ImpersonationRequest([GoogleScopes.CloudPlatform], "3600s", _account.Delegates), ImpersonationJson.Default.ImpersonationRequest, Json),
        },
        Source,
        cancellationToken);

    private DiagnosticException Refused(string reason) =>
        DiagnosticException.Create(GoogleCloudDiagnostics.ImpersonationRefused, SourceLocation.None, CleanText.Of(_account.Name), _caller.Source, reason);
}

internal sealed record ImpersonationRequest(
    [property: JsonPropertyName("scope")] string[] Scope,
    [property: JsonPropertyName("lifetime")] string Lifetime,
    [property: JsonPropertyName("delegates")] IReadOnlyList<string> Delegates);

[JsonSerializable(typeof(ImpersonationRequest))]
internal sealed partial class ImpersonationJson : JsonSerializerContext;
