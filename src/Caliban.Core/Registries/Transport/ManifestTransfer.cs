using System.Net;
using System.Net.Http.Headers;
using Caliban.Core.Diagnostics;
using Caliban.Core.Registries.Content;
using Caliban.Core.Registries.References;

namespace Caliban.Core.Registries.Transport;

/// <summary>Reads and writes the manifests of a repository.</summary>
internal sealed class ManifestTransfer(RepositoryName name, RegistryConnection connection)
{
    /// <summary>What registries agree to take.</summary>
    public const int LargestManifest = 4 * 1024 * 1024;

    private const int PutAttempts = 3;
    private static readonly TimeSpan PutWait = TimeSpan.FromSeconds(1);

    /// <returns>Null when there is none of that name.</returns>
    /// <exception cref="DiagnosticException">It cannot be read, or is not what its digest says.</exception>
    public async Task<RegistryManifest?> FindAsync(string reference, CancellationToken cancellationToken)
    {
        var request = Request(HttpMethod.Get, reference, new RegistryScope(name.Path));
        byte[]? content = null;

        // The body is a part of each attempt: manifests are short, so one that breaks off is asked for again as a whole.
        using var response = await connection.RetryAsync(
            request.What,
            async (_, token) =>
            {
                var answer = await connection.SendOnceAsync(request, token).ConfigureAwait(false);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    content = await connection.Transport.ReadAsync(answer, LargestManifest, token).ConfigureAwait(false);
                }

                return answer;
            },
            cancellationToken).ConfigureAwait(false);
        return response.StatusCode switch
        {
            HttpStatusCode.OK => Check(reference, request, response, content ?? throw connection.Misunderstood(request.What, "it is larger than 4 MiB")),
            HttpStatusCode.NotFound => null,
            _ => throw await connection.RefusalAsync(response, request, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <returns>Null when there is none of that name.</returns>
    public async Task<string?> FindDigestAsync(string reference, RegistryScope scope, CancellationToken cancellationToken)
    {
        var request = Request(HttpMethod.Head, reference, scope);
        using var response = await connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return response.StatusCode switch
        {
            HttpStatusCode.OK => StatedDigest(response) ?? (await FindAsync(reference, cancellationToken).ConfigureAwait(false))?.Digest,
            HttpStatusCode.NotFound => null,
            _ => throw await connection.RefusalAsync(response, request, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <exception cref="DiagnosticException">The registry refuses it: CAL3054 to CAL3057; or takes it and does not have it: CAL3059.</exception>
    public async Task PutAsync(string reference, RegistryManifest manifest, CancellationToken cancellationToken)
    {
        var scope = new RegistryScope(name.Path, Write: true);
        var request = Request(HttpMethod.Put, reference, scope) with
        {
            Accept = [],
            Content = _ => new ReadOnlyMemoryContent(manifest.Content) { Headers = { ContentType = new MediaTypeHeaderValue(manifest.MediaType) } },
        };
        string? stored = null;
        for (var attempt = 0; attempt < PutAttempts; attempt++)
        {
            if (attempt > 0)
            {
                await Task.Delay(PutWait * attempt, connection.Time, cancellationToken).ConfigureAwait(false);
            }

            using var response = await connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw await connection.RefusalAsync(response, request, cancellationToken).ConfigureAwait(false);
            }

            stored = await FindDigestAsync(reference, scope, cancellationToken).ConfigureAwait(false);
            if (stored == manifest.Digest)
            {
                return;
            }
        }

        throw DiagnosticException.Create(
            RegistryDiagnostics.ManifestLost,
            SourceLocation.None,
            name,
            reference,
            stored is null ? "it shows none of that name" : $"it shows {stored} instead of {manifest.Digest}",
            PutAttempts);
    }

    /// <summary>The digest in the headers of an answer, or null.</summary>
    public static string? StatedDigest(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("Docker-Content-Digest", out var values) && values.ToString() is var digest && ContentDigest.IsValid(digest) ? digest : null;

    private RegistryManifest Check(string reference, RegistryRequest request, HttpResponseMessage response, byte[] content)
    {
        var digest = ContentDigest.Of(content);
        if (ContentDigest.IsValid(reference) && reference != digest)
        {
            throw Mismatch(reference, $"its digest is {digest}");
        }

        if (StatedDigest(response) is { } stated && stated != digest)
        {
            throw Mismatch(request.What, $"it says {stated}, and its digest is {digest}");
        }

        var type = ManifestType.Find(content, response.Content.Headers.ContentType?.MediaType);
        return type is not null ? new RegistryManifest(type, digest, content) : throw connection.Misunderstood(request.What, "it is no manifest of a known type");
    }

    private DiagnosticException Mismatch(string what, string reason) =>
        DiagnosticException.Create(RegistryDiagnostics.DigestMismatch, SourceLocation.None, name, what, reason);

    private RegistryRequest Request(HttpMethod method, string reference, RegistryScope scope) =>
        ContentDigest.IsValid(reference) || ReferenceGrammar.Tag().IsMatch(reference)
            ? new(method, new Uri(connection.Endpoint.Address, $"v2/{name.Path}/manifests/{reference}"), scope, $"the manifest '{reference}'")
            {
                Accept = MediaTypes.Manifests,
            }
            : throw ReferenceGrammar.Mistake(reference, "a tag", ReferenceGrammar.TagRule, null);
}
