using System.Net.Http.Headers;

namespace Caliban.Core.Registries.Transport;

/// <summary>A request that can be sent several times.</summary>
/// <param name="What">For messages, without addresses: <c>the manifest 'v1'</c>.</param>
internal sealed record RegistryRequest(HttpMethod Method, Uri Address, RegistryScope Scope, string What)
{
    public IReadOnlyList<string> Accept { get; init; } = [];

    /// <summary>How many bytes of the content are there already.</summary>
    public long Offset { get; init; }

    /// <summary>Makes the body, once for each attempt; it is given what to call when something moved.</summary>
    public Func<Action, HttpContent>? Content { get; init; }

    /// <summary>Whether the registry should answer before it is sent the body.</summary>
    public bool AsksFirst { get; init; }

    public HttpRequestMessage Create(Uri address, AuthenticationHeaderValue? authorization, Action onProgress)
    {
        var message = new HttpRequestMessage(Method, address) { Content = Content?.Invoke(onProgress) };
        message.Headers.Authorization = authorization;
        message.Headers.ExpectContinue = AsksFirst ? true : null;
        foreach (var type in Accept)
        {
            message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(type));
        }

        if (Offset > 0)
        {
            message.Headers.Range = new RangeHeaderValue(Offset, null);
        }

        return message;
    }
}
