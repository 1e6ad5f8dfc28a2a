using Caliban.Core.Diagnostics;

namespace Caliban.Core.Registries.Transport;

/// <summary>Addresses that a registry names in an answer.</summary>
internal static class Redirect
{
    /// <summary>The next address, checked.</summary>
    /// <exception cref="DiagnosticException">CAL3058, CAL3062.</exception>
    public static Uri Target(RegistryEndpoint endpoint, Uri current, HttpResponseMessage response, string what, bool isLast)
    {
        var target = Location(endpoint, current, response, what);
        return isLast ? throw Refuse(endpoint, target, what, "there are too many redirects in a row") : target;
    }

    /// <summary>What the <c>Location</c> of an answer means, relative or not.</summary>
    /// <exception cref="DiagnosticException">CAL3058, CAL3062.</exception>
    public static Uri Location(RegistryEndpoint endpoint, Uri current, HttpResponseMessage response, string what)
    {
        if (!response.Headers.NonValidated.TryGetValues("Location", out var values)
            || values.ToString() is not { Length: > 0 } text
            || !Uri.TryCreate(current, text, out var target))
        {
            throw DiagnosticException.Create(
                RegistryDiagnostics.AnswerInvalid, SourceLocation.None, endpoint.Registry, what, $"{(int)response.StatusCode} without a usable Location");
        }

        target = Raise(current, target);
        return target.Scheme != Uri.UriSchemeHttps && target.Scheme != Uri.UriSchemeHttp ? throw Refuse(endpoint, target, what, "it is not an HTTP address")
            : target.Scheme == Uri.UriSchemeHttp && current.Scheme == Uri.UriSchemeHttps ? throw Refuse(endpoint, target, what, "it leaves TLS for plain HTTP")
            : target.UserInfo.Length > 0 ? throw Refuse(endpoint, target, what, "it holds a login")
            : endpoint.IsIntrusion(target) ? throw Refuse(endpoint, target, what, "it is an address of this machine or a private network, and the registry is not")
            : target;
    }

    public static DiagnosticException Refuse(RegistryEndpoint endpoint, Uri target, string what, string reason) =>
        DiagnosticException.Create(RegistryDiagnostics.RedirectRefused, SourceLocation.None, endpoint.Registry, target.Host, what, reason);

    // A registry behind a proxy that ends TLS may not know that it is asked over TLS.
    private static Uri Raise(Uri current, Uri target) =>
        target.Scheme == Uri.UriSchemeHttp && current.Scheme == Uri.UriSchemeHttps && target.Host == current.Host && (target.IsDefaultPort || target.Port == current.Port)
            ? new UriBuilder(target) { Scheme = Uri.UriSchemeHttps, Port = current.Port }.Uri
            : target;
}
