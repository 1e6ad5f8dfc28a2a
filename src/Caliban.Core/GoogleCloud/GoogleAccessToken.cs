using Caliban.Core.Diagnostics;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Auth.OAuth2.Responses;

namespace Caliban.Core.GoogleCloud;

/// <summary>Access tokens for Google Cloud. Google's library, which does the exchange and keeps tokens, is loaded with the first one.</summary>
public sealed class GoogleAccessToken(GoogleCredentialFile file)
{
    private const string Scope = "https://www.googleapis.com/auth/cloud-platform";
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(60);

    private GoogleCredential? _credential;

    /// <summary>Where it comes from, for messages.</summary>
    public string Source => $"the Google credentials file '{file.Path}', named by {file.Origin}";

    /// <summary>A token with some minutes left; the same one until it is about to expire.</summary>
    /// <exception cref="DiagnosticException">CAL3071, CAL3073.</exception>
    public async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        _credential ??= await LoadAsync(cancellationToken).ConfigureAwait(false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AnswerTime);
        try
        {
            var token = await ((ITokenAccess)_credential).GetAccessTokenForRequestAsync(null, limit.Token).ConfigureAwait(false);
            return string.IsNullOrEmpty(token) ? throw Refused("the answer holds no token") : token;
        }
        catch (TokenResponseException exception)
        {
            throw Refused(Words(exception.Error));
        }
        catch (HttpRequestException exception)
        {
            throw Refused(exception.Message.TrimEnd('.'));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Refused(FormattableString.Invariant($"there was no answer within {AnswerTime.TotalSeconds:0} s"));
        }
    }

    private async Task<GoogleCredential> LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var credential = await CredentialFactory.FromFileAsync(file.Path, file.Type, cancellationToken).ConfigureAwait(false);
            return credential.IsCreateScopedRequired ? credential.CreateScoped(Scope) : credential;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The library's own words may quote what it could not read.
            throw DiagnosticException.Create(
                GoogleCloudDiagnostics.KeyFileInvalid, SourceLocation.None, file.Path, file.Origin, $"it is no complete key of the type '{file.Type}'");
        }
    }

    private DiagnosticException Refused(string reason) =>
        DiagnosticException.Create(GoogleCloudDiagnostics.TokenRefused, SourceLocation.None, file.Path, file.Origin, reason);

    private static string Words(TokenErrorResponse? error)
    {
        var words = $"{error?.Error} {error?.ErrorDescription}".Trim();
        var shown = new string([.. words.Where(character => !char.IsControl(character)).Take(300)]).TrimEnd('.');
        return shown.Length == 0 ? "the server refused it" : shown;
    }
}
