using System.Collections.Concurrent;
using System.Net;
using Caliban.Core.Diagnostics;
using Caliban.Core.Http;
using Caliban.Core.Registries.Content;

namespace Caliban.Core.Registries.Transport;

/// <summary>
/// Uploads one blob: a request that begins, and one with the whole content. Uploads in pieces are not used, since Artifact
/// Registry does not do them reliably. When an upload breaks, the registry is asked whether all of it arrived before it
/// begins again.
/// </summary>
/// <param name="ask">Asks for the blob.</param>
/// <param name="begin">Begins an upload.</param>
internal sealed class BlobUpload(RegistryConnection connection, RegistryRequest ask, RegistryRequest begin)
{
    /// <summary>From this size on, the registry can refuse before the content is sent.</summary>
    private const long Large = 1024 * 1024;

    /// <exception cref="DiagnosticException">The registry did not take it, or says that it took something else.</exception>
    public async Task RunAsync(ContentDescriptor blob, Func<CancellationToken, Task<Stream>> open, CancellationToken cancellationToken)
    {
        using var response = await connection.RetryAsync(begin.What, (number, token) => AttemptAsync(number, blob, open, token), cancellationToken).ConfigureAwait(false);
        if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.NoContent))
        {
            throw await connection.RefusalAsync(response, begin, cancellationToken).ConfigureAwait(false);
        }

        if (ManifestTransfer.StatedDigest(response) is { } stored && stored != blob.Digest)
        {
            throw DiagnosticException.Create(
                RegistryDiagnostics.DigestMismatch, SourceLocation.None, connection.Endpoint.Registry, blob.Digest, $"it stored {stored}");
        }
    }

    private async Task<HttpResponseMessage> AttemptAsync(
        int number, ContentDescriptor blob, Func<CancellationToken, Task<Stream>> open, CancellationToken cancellationToken)
    {
        if (number > 0)
        {
            var found = await connection.SendOnceAsync(ask, cancellationToken).ConfigureAwait(false);
            if (found.StatusCode == HttpStatusCode.OK || RetryPolicy.MayPass(found.StatusCode))
            {
                return found;
            }

            found.Dispose();
        }

        var begun = await connection.SendOnceAsync(begin, cancellationToken).ConfigureAwait(false);
        if (begun.StatusCode != HttpStatusCode.Accepted)
        {
            return begun.IsSuccessStatusCode ? throw connection.Misunderstood(begin.What, $"{(int)begun.StatusCode} where 202 begins an upload") : begun;
        }

        using (begun)
        {
            var place = Redirect.Location(connection.Endpoint, begin.Address, begun, begin.What);
            var failures = new ConcurrentQueue<DiagnosticException>();
            var send = new RegistryRequest(HttpMethod.Put, Complete(place, blob.Digest), begin.Scope, begin.What)
            {
                AsksFirst = blob.Size >= Large,
                Content = onProgress => new BlobContent(blob, open, onProgress, failures.Enqueue),
            };
            try
            {
                return await connection.SendOnceAsync(send, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (TransportFailure.Is(exception) && failures.TryPeek(out var failure))
            {
                throw failure;
            }
        }
    }

    /// <summary>The place of an upload belongs to the registry: what it holds is kept as it is.</summary>
    private static Uri Complete(Uri place, string digest)
    {
        var text = place.GetLeftPart(UriPartial.Query);
        return new Uri($"{text}{(text.Contains('?', StringComparison.Ordinal) ? '&' : '?')}digest={Uri.EscapeDataString(digest)}");
    }
}
