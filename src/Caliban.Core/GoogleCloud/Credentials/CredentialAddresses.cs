using System.Text.Json;
using Caliban.Core.Diagnostics;
using Caliban.Core.Http;

namespace Caliban.Core.GoogleCloud.Credentials;

/// <summary>
/// The addresses in a credentials file. Those that are sent a login have to be Google's, unless the user names the file for us
/// himself. Those that a login is fetched from may be anywhere: what they say is told to the others only.
/// </summary>
/// <seealso href="https://google.aip.dev/auth/4117"/>
/// <seealso href="https://cloud.google.com/docs/authentication/external/externally-sourced-credentials"/>
internal static class CredentialAddresses
{
    public const string ImpersonationField = "service_account_impersonation_url";

    private const string ExecutablesVariable = "GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES";

    private static readonly string[] ExchangeFields = ["token_url", "token_info_url", "revoke_url", ImpersonationField];

    private static readonly string[] SourceFields = ["url", "region_url", "regional_cred_verification_url", "imdsv2_session_token_url"];

    /// <exception cref="DiagnosticException">CAL3074, CAL3075.</exception>
    /// <exception cref="UriFormatException">One is no address.</exception>
    public static void Check(JsonElement root, GoogleCredentialFile file, Func<string, string?> variable)
    {
        if (file.Type is "service_account" or "authorized_user")
        {
            return;
        }

        foreach (var (name, address) in Addresses(root, ExchangeFields))
        {
            if (!IsTrusted(address, file.Origin == GoogleCredentialFile.CloudKeyProperty))
            {
                throw Refuse(file, name, address);
            }
        }

        if (!root.TryGetProperty("credential_source", out var source) || source.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var (name, address) in Addresses(source, SourceFields))
        {
            if (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && NetworkHosts.IsInternal(address)))
            {
                throw Refuse(file, name, address);
            }
        }

        if (source.TryGetProperty("executable", out _) && variable(ExecutablesVariable) != "1")
        {
            throw DiagnosticException.Create(GoogleCloudDiagnostics.KeyExecutableRefused, SourceLocation.None, file.Path, file.Origin);
        }
    }

    private static IEnumerable<(string Name, Uri Address)> Addresses(JsonElement element, string[] names) =>
        from name in names
        where element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        select (name, new Uri(element.GetProperty(name).GetString()!.Replace("{region}", "region", StringComparison.Ordinal)));

    private static bool IsTrusted(Uri address, bool isNamed) => address.UserInfo.Length == 0
        && (address.Scheme == Uri.UriSchemeHttps ? isNamed || IsGoogle(address) || NetworkHosts.IsLoopback(address)
            : address.Scheme == Uri.UriSchemeHttp && NetworkHosts.IsLoopback(address));

    private static bool IsGoogle(Uri address) => address.IsDefaultPort && address.IdnHost.EndsWith(".googleapis.com", StringComparison.OrdinalIgnoreCase);

    private static DiagnosticException Refuse(GoogleCredentialFile file, string name, Uri address) => DiagnosticException.Create(
        GoogleCloudDiagnostics.KeyAddressRefused, SourceLocation.None, file.Path, file.Origin, file.Type, name, CleanText.Of(address.Host));
}
