using Caliban.Core.GoogleCloud.Credentials;

namespace Caliban.Core.Registries.Credentials;

/// <summary>The credentials of Google Cloud as a login, for Google's own registries and no others.</summary>
/// <param name="cloudKey"><c>CalibanCloudKey</c>, or empty.</param>
/// <param name="variable">Reads a variable of the build.</param>
/// <seealso href="https://cloud.google.com/artifact-registry/docs/docker/authentication#token"/>
public sealed class GoogleRegistryCredentials(string cloudKey, Func<string, string?> variable) : IRegistryCredentials
{
    private const string TokenUser = "oauth2accesstoken";

    private IGoogleToken? _token;

    public async Task<CredentialSearch> FindAsync(string registry, CancellationToken cancellationToken)
    {
        if (!IsGoogle(registry))
        {
            return new CredentialSearch(null, []);
        }

        _token ??= GoogleCredentialFile.Find(cloudKey, variable) is { } file ? GoogleCredentials.Open(file, CredentialHttp.Default) : null;
        return _token is null
            ? new CredentialSearch(null, ["the Google credentials of this machine, of which there are none"])
            : new CredentialSearch(
                RegistryCredential.Password(TokenUser, await _token.GetAsync(cancellationToken).ConfigureAwait(false), _token.Source), [_token.Source]);
    }

    /// <summary>A port would make it another server.</summary>
    internal static bool IsGoogle(string registry) =>
        registry == "gcr.io"
        || registry.EndsWith(".gcr.io", StringComparison.Ordinal)
        || registry.EndsWith(".pkg.dev", StringComparison.Ordinal);
}
