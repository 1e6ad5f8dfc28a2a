using System.Text.RegularExpressions;
using Caliban.Core.Diagnostics;
using Caliban.Core.Http;

namespace Caliban.Core.GoogleCloud.Transport;

/// <summary>Where the services answer.</summary>
internal static partial class GoogleEndpoints
{
    /// <summary>The name of a service, by which it is enabled.</summary>
    public static string Name(GoogleService service) => service switch
    {
        GoogleService.Vertex => "aiplatform.googleapis.com",
        GoogleService.Logging => "logging.googleapis.com",
        GoogleService.Compute => "compute.googleapis.com",
        GoogleService.IamCredentials => "iamcredentials.googleapis.com",
        _ => throw new ArgumentOutOfRangeException(nameof(service)),
    };

    /// <summary>The root of a service, with a slash at its end.</summary>
    /// <param name="region">Empty for services that have none.</param>
    /// <exception cref="DiagnosticException">CAL5052, CAL5053.</exception>
    public static Uri Address(GoogleCloudSettings settings, GoogleService service, string region)
    {
        var (property, text) = service switch
        {
            GoogleService.Vertex => ("CalibanVertexEndpoint", settings.VertexEndpoint),
            GoogleService.Logging => ("CalibanLoggingEndpoint", settings.LoggingEndpoint),
            GoogleService.Compute => ("CalibanComputeEndpoint", settings.ComputeEndpoint),
            _ => ("CalibanIamCredentialsEndpoint", settings.IamCredentialsEndpoint),
        };
        if (service == GoogleService.Vertex)
        {
            CheckRegion(region);
        }

        return !string.IsNullOrWhiteSpace(text) ? Given(property, text.Trim(), region)
            : new Uri(service == GoogleService.Vertex ? $"https://{region}-{Name(service)}/" : $"https://{Name(service)}/");
    }

    /// <exception cref="DiagnosticException">CAL5052: it would not be one part of a server's name.</exception>
    public static void CheckRegion(string region)
    {
        if (!Region().IsMatch(region))
        {
            throw DiagnosticException.Create(GoogleApiDiagnostics.RegionInvalid, SourceLocation.None, region);
        }
    }

    private static Uri Given(string property, string text, string region)
    {
        var place = text.Replace("{region}", region, StringComparison.Ordinal);
        if (!Uri.TryCreate(place.EndsWith('/') ? place : $"{place}/", UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
        {
            throw Refuse(property, text, "it is not an address that begins with https://");
        }

        return address.UserInfo.Length > 0 ? throw Refuse(property, "…", "it holds a login")
            : address.Query.Length > 0 || address.Fragment.Length > 0 ? throw Refuse(property, text, "it goes on after its path")
            : address.Scheme == Uri.UriSchemeHttp && !NetworkHosts.IsLoopback(address) ? throw Refuse(property, text, "it does not use TLS and is not on this machine")
            : address;
    }

    private static DiagnosticException Refuse(string property, string text, string reason) =>
        DiagnosticException.Create(GoogleApiDiagnostics.EndpointInvalid, SourceLocation.None, property, CleanText.Of(text), reason);

    [GeneratedRegex(@"\A[a-z][a-z0-9]*(?:-[a-z0-9]+)+\z")]
    private static partial Regex Region();
}
