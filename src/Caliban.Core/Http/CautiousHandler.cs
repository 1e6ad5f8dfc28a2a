using System.Net;
using System.Net.Http.Headers;

namespace Caliban.Core.Http;

/// <summary>The network as all clients here see it. Certificates are always verified.</summary>
internal static class CautiousHandler
{
    public static ProductInfoHeaderValue UserAgent { get; } = new("caliban", typeof(CautiousHandler).Assembly.GetName().Version!.ToString(3));

    // Redirects and logins are decided by whoever sends a request, and content is hashed as it comes.
    public static SocketsHttpHandler Create() => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        Proxy = new LoopbackProxy(),
        UseCookies = false,
    };
}
