using Caliban.Core.Http;
using Caliban.Core.Registries.References;

namespace Caliban.Core.Registries.Transport;

/// <summary>Where a registry answers.</summary>
/// <param name="Registry">As in names of images.</param>
/// <param name="Address">Its root.</param>
/// <param name="Insecure">Registries that the user wants plain HTTP for.</param>
internal sealed record RegistryEndpoint(string Registry, Uri Address, IReadOnlyCollection<string> Insecure)
{
    /// <summary>Whether it is one without TLS, by the user's word or because it is this machine.</summary>
    public bool IsPlain => Address.Scheme == Uri.UriSchemeHttp;

    public static RegistryEndpoint Of(string registry, IReadOnlyCollection<string> insecure)
    {
        var host = registry == DockerHub.Name ? DockerHub.Address : registry;
        var secure = new Uri($"https://{host}/");
        return NetworkHosts.IsLoopback(secure) || insecure.Contains(registry, StringComparer.OrdinalIgnoreCase)
            ? new RegistryEndpoint(registry, new Uri($"http://{host}/"), insecure)
            : new RegistryEndpoint(registry, secure, insecure);
    }

    public bool IsSameOrigin(Uri address) =>
        Uri.Compare(Address, address, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary>Whether a login may go to an address without TLS: on this machine, beside the registry, or by the user's word.</summary>
    public bool MayBePlain(Uri address) => IsPlain
        && (NetworkHosts.IsLoopback(address)
            || address.Host.Equals(Address.Host, StringComparison.OrdinalIgnoreCase)
            || Insecure.Contains(address.Authority, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether an address lies inside a network that this registry, being outside of it, has no business with.</summary>
    public bool IsIntrusion(Uri address) => !IsPlain && !NetworkHosts.IsInternal(Address) && NetworkHosts.IsInternal(address);
}
