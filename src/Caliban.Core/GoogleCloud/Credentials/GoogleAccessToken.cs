using Caliban.Core.Diagnostics;
using Caliban.Core.Http;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Auth.OAuth2.Responses;

namespace Caliban.Core.GoogleCloud.Credentials;

/// <summary>
/// Access tokens for the login in a file. Google's library, which does the exchange and keeps tokens, is loaded with the first
/// one.
/// </summary>
public sealed class GoogleAccessToken : IGoogleToken, IDisposable
{
    private readonly GoogleCredentialFile _file;
    private readonly CredentialHttp _http;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile GoogleCredential? _credential;
    private volatile string? _given;

    public GoogleAccessToken(GoogleCredentialFile file)
        : this(file, CredentialHttp.Default)
    {
    }

    internal GoogleAccessToken(GoogleCredentialFile file, CredentialHttp http) => (_file, _http) = (file, http);

    public string Source => _file.Description;

    /// <exception cref="DiagnosticException">CAL3071, CAL3073, CAL3076.</exception>
    public async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        var credential = _credential ?? await LoadAsync(cancellationToken).ConfigureAwait(false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_http.AnswerTime);
        try
        {
            var token = await ((ITokenAccess)credential).GetAccessTokenForRequestAsync(null, limit.Token).ConfigureAwait(false);
            return string.IsNullOrEmpty(token) ? throw Refused("the answer holds no token") : _given = token;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unreachable(FormattableString.Invariant($"there was no answer within {_http.AnswerTime.TotalSeconds:0.#} s"));
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or DiagnosticException))
        {
            throw Explain(exception);
        }
    }

    public void Refuse(string token)
    {
        if (_given == token)
        {
            _credential = null;
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<GoogleCredential> LoadAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _credential ??= Load();
        }
        finally
        {
            _gate.Release();
        }
    }

    private GoogleCredential Load()
    {
        var json = _file.ReadJson();
        try
        {
            var credential = ((_file.Type == GoogleCredentialFile.External ? ExecutableTokenSource.Find(json) : null) ?? CredentialFactory.FromJson(json, _file.Type))
                .CreateWithHttpClientFactory(new TokenClientFactory(_http.Handler));
            return credential.IsCreateScopedRequired ? credential.CreateScoped(GoogleScopes.CloudPlatform) : credential;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The library's own words may quote what it could not read.
            throw DiagnosticException.Create(
                GoogleCloudDiagnostics.KeyFileInvalid, SourceLocation.None, _file.Path, _file.Origin, $"it is no complete key of the type '{_file.Type}'");
        }
    }

    /// <summary>What the library wraps, unwrapped. Its own words may quote what it could not read.</summary>
    private DiagnosticException Explain(Exception exception) => exception switch
    {
        TokenResponseException refusal => Refused(Words(refusal.Error)),
        HttpRequestException => Unreachable(TransportFailure.Describe(exception)),
        IOException or UnauthorizedAccessException => Refused(CleanText.Of(exception.Message).TrimEnd('.')),
        { InnerException: { } inner } => Explain(inner),
        _ => Refused("what it leads to is not understood"),
    };

    private DiagnosticException Refused(string reason) => DiagnosticException.Create(GoogleCloudDiagnostics.TokenRefused, SourceLocation.None, Source, reason);

    private DiagnosticException Unreachable(string reason) => DiagnosticException.Create(GoogleCloudDiagnostics.TokenServerUnreachable, SourceLocation.None, Source, reason);

    private static string Words(TokenErrorResponse? error) =>
        CleanText.Of($"{error?.Error} {error?.ErrorDescription}").TrimEnd('.') is { Length: > 0 } words ? words : "the server refused it";
}
