using System.Net;

namespace Caliban.Core.Tests.Registries;

/// <summary>Leads every request to one server on this machine, which is told the host that was meant.</summary>
internal sealed class LeadingHandler : DelegatingHandler
{
    private readonly string _address;

    public LeadingHandler(string address)
    {
        _address = address;
        InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.None };
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var meant = request.RequestUri!;
        request.Headers.Host = meant.Authority;
        request.RequestUri = new Uri($"http://{_address}{meant.PathAndQuery}");
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            request.RequestUri = meant;
        }
    }
}
