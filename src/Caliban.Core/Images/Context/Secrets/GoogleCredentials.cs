using System.Text.RegularExpressions;

namespace Caliban.Core.Images.Context.Secrets;

/// <summary>
/// Keys of service accounts and credentials of users. Credentials of kind <c>external_account</c> hold no secret themselves.
/// </summary>
/// <seealso href="https://google.aip.dev/auth/4110"/>
internal static partial class GoogleCredentials
{
    private const int ShortestToken = 20;

    private const int ShortestSecret = 12;

    public static IEnumerable<string> Markers => ["refresh_token"];

    public static (SecretKind Kind, int Position)? Find(string text)
    {
        if (ServiceAccount().Match(text) is { Success: true } type && PrivateKeyText.Find(text) is not null)
        {
            return (SecretKind.ServiceAccountKey, type.Index);
        }

        return Real(RefreshToken().Match(text), ShortestToken) is { } token && Real(ClientSecret().Match(text), ShortestSecret) is not null
            ? (SecretKind.UserCredentials, token)
            : null;
    }

    private static int? Real(Match match, int minimum) =>
        match.Success && Placeholder.IsReal(match.Groups[1].ValueSpan.Trim('\\'), minimum) ? match.Index : null;

    [GeneratedRegex(@"""type""\s*:\s*""service_account""")]
    private static partial Regex ServiceAccount();

    [GeneratedRegex(@"""refresh_token""\s*:\s*""([^""\s]+)""")]
    private static partial Regex RefreshToken();

    [GeneratedRegex(@"""client_secret""\s*:\s*""([^""\s]+)""")]
    private static partial Regex ClientSecret();
}
