using System.Text.RegularExpressions;

namespace Caliban.Emulator.Jobs;

/// <summary>Asks registries on this machine for images.</summary>
/// <seealso href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md"/>
public static partial class LocalRegistry
{
    private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>False when the registry on this machine that the name says does not have it; images elsewhere are taken to be there.</summary>
    public static bool HasImage(string image)
    {
        if (Reference().Match(image) is not { Success: true } parts)
        {
            return true;
        }

        var reference = parts.Groups["digest"].Success ? parts.Groups["digest"].Value : parts.Groups["tag"].Success ? parts.Groups["tag"].Value : "latest";
        using var request = new HttpRequestMessage(HttpMethod.Head, $"http://{parts.Groups["host"].Value}/v2/{parts.Groups["name"].Value}/manifests/{reference}");
        request.Headers.TryAddWithoutValidation(
            "Accept",
            "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json, " +
            "application/vnd.docker.distribution.manifest.v2+json, application/vnd.docker.distribution.manifest.list.v2+json");
        try
        {
            using var answer = Client.Send(request);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^(?<host>(localhost|127\.0\.0\.1)(:\d+)?)/(?<name>[a-z0-9][a-z0-9._/-]*)(:(?<tag>[\w.-]+))?(@(?<digest>sha256:[0-9a-f]{64}))?$")]
    private static partial Regex Reference();
}
