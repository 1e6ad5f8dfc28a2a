using Caliban.Core.Http;
using Google.Apis.Http;

namespace Caliban.Core.GoogleCloud.Credentials;

/// <summary>Gives Google's library the network as all clients here see it.</summary>
/// <param name="handler">Stands in for the network; not disposed of. Null for the real one.</param>
internal sealed class TokenClientFactory(HttpMessageHandler? handler) : HttpClientFactory
{
    protected override HttpMessageHandler CreateHandler(CreateHttpClientArgs args) => handler ?? CautiousHandler.Create();
}
