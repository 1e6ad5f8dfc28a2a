using Caliban.Core.Diagnostics;
using Caliban.Core.Registries.Transport;

namespace Caliban.Core.Registries.Authentication;

/// <summary>The server that gives tokens for a registry, in the registry's own words, which are not taken on trust.</summary>
/// <param name="Service">What the registry calls itself towards that server, or null.</param>
/// <param name="Scope">What the registry says a request needs, or null.</param>
internal sealed record TokenRealm(Uri Address, string? Service, string? Scope)
{
    /// <exception cref="DiagnosticException">CAL3058, CAL3061.</exception>
    public static TokenRealm Read(RegistryEndpoint endpoint, Challenge challenge)
    {
        if (!Uri.TryCreate(challenge.Find("realm"), UriKind.Absolute, out var realm) || (realm.Scheme != Uri.UriSchemeHttps && realm.Scheme != Uri.UriSchemeHttp))
        {
            throw DiagnosticException.Create(
                RegistryDiagnostics.AnswerInvalid, SourceLocation.None, endpoint.Registry, "the login", "it names no server to log in at");
        }

        return realm.UserInfo.Length > 0 ? throw Refuse(endpoint, realm, "its address holds a login of its own")
            : realm.Scheme == Uri.UriSchemeHttp && !endpoint.MayBePlain(realm) ? throw Refuse(endpoint, realm, "it does not use TLS")
            : endpoint.IsIntrusion(realm) ? throw Refuse(endpoint, realm, "it is an address of this machine or a private network, and the registry is not")
            : new TokenRealm(realm, challenge.Find("service"), challenge.Find("scope"));
    }

    private static DiagnosticException Refuse(RegistryEndpoint endpoint, Uri realm, string reason) =>
        DiagnosticException.Create(RegistryDiagnostics.RealmRefused, SourceLocation.None, endpoint.Registry, realm.Host, reason);
}
