using System.Net;
using System.Text;
using Caliban.Core.Diagnostics;

namespace Caliban.Core.GoogleCloud.Credentials;

/// <summary>What a machine of Google Cloud knows of itself.</summary>
/// <param name="variable">Reads a variable of the build: <c>GCE_METADATA_HOST</c> and <c>NO_GCE_CHECK</c>.</param>
/// <seealso href="https://cloud.google.com/compute/docs/metadata/overview"/>
internal sealed class MetadataServer(Func<string, string?> variable, CredentialHttp http)
{
    private const string Flavor = "Metadata-Flavor";

    /// <summary>An address and not a name: asking for a name takes long where there is none.</summary>
    private const string DefaultHost = "169.254.169.254";

    /// <summary>A first answer can take longer than those that follow, and elsewhere none comes at all.</summary>
    private static readonly TimeSpan ProbeTime = TimeSpan.FromMilliseconds(500);
    private const int Probes = 3;

    private string Host => variable("GCE_METADATA_HOST") is { Length: > 0 } host ? host : DefaultHost;

    /// <summary>Whether this is such a machine.</summary>
    public async Task<bool> ExistsAsync(CancellationToken cancellationToken)
    {
        if (variable("NO_GCE_CHECK") is { } no && no.Equals("true", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        if (!Uri.TryCreate($"http://{Host}/", UriKind.Absolute, out _))
        {
            return false;
        }

        for (var probe = 0; probe < Probes; probe++)
        {
            if (await http.ProbeAsync(
                () => Request(""), ProbeTime, response => response.Headers.TryGetValues(Flavor, out var values) && values.Contains("Google"), cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The project it belongs to; empty when it does not say.</summary>
    public async Task<string> ProjectAsync(CancellationToken cancellationToken)
    {
        var (status, body) = await http.AskAsync(() => Request("computeMetadata/v1/project/project-id"), MachineToken.Description, cancellationToken).ConfigureAwait(false);
        return status == HttpStatusCode.OK ? Encoding.UTF8.GetString(body).Trim() : "";
    }

    /// <exception cref="DiagnosticException">CAL3073, CAL3076.</exception>
    public async Task<(string Token, DateTimeOffset Expires)> TokenAsync(CancellationToken cancellationToken)
    {
        var (status, body) = await http.AskAsync(
            () => Request($"computeMetadata/v1/instance/service-accounts/default/token?scopes={Uri.EscapeDataString(GoogleScopes.CloudPlatform)}"),
            MachineToken.Description,
            cancellationToken).ConfigureAwait(false);
        var answer = CredentialHttp.Read(body, json => (Token: json.GetProperty("access_token").GetString(), Seconds: json.GetProperty("expires_in").GetDouble()));
        return status == HttpStatusCode.OK && !string.IsNullOrEmpty(answer.Token)
            ? (answer.Token, http.Time.GetUtcNow() + TimeSpan.FromSeconds(Math.Clamp(answer.Seconds, 0, 1e6)))
            : throw DiagnosticException.Create(
                GoogleCloudDiagnostics.TokenRefused, SourceLocation.None, MachineToken.Description, status == HttpStatusCode.OK ? "the answer holds no token" : $"it answered {(int)status}");
    }

    private HttpRequestMessage Request(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://{Host}/{path}"));
        request.Headers.Add(Flavor, "Google");
        return request;
    }
}
