using System.Net;

namespace Caliban.Core.Http;

/// <summary>The user's proxy, except for this machine, which none of them reaches.</summary>
internal sealed class LoopbackProxy : IWebProxy
{
    public ICredentials? Credentials
    {
        get => HttpClient.DefaultProxy.Credentials;
        set => throw new NotSupportedException();
    }

    public Uri? GetProxy(Uri destination) =>
        NetworkHosts.IsLoopback(destination) ? null : HttpClient.DefaultProxy.GetProxy(destination);

    public bool IsBypassed(Uri host) => NetworkHosts.IsLoopback(host) || HttpClient.DefaultProxy.IsBypassed(host);
}
