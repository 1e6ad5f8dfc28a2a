namespace Caliban.Core.Http;

/// <summary>Reads bodies that are short when all is well, without trusting that they are.</summary>
internal static class BoundedBody
{
    /// <param name="onProgress">Called when something moved.</param>
    /// <returns>Null when it is longer than <paramref name="limit"/>.</returns>
    public static async Task<byte[]?> ReadAsync(HttpContent body, int limit, Action onProgress, CancellationToken cancellationToken)
    {
        if (body.Headers.ContentLength > limit)
        {
            return null;
        }

        var stream = await body.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var content = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            onProgress();
            if (content.Length + count > limit)
            {
                return null;
            }

            content.Write(buffer.AsSpan(0, count));
        }

        return content.ToArray();
    }
}
