using Caliban.Core.Diagnostics;
using Caliban.Core.GoogleCloud;
using Caliban.Core.GoogleCloud.Credentials;
using Caliban.Core.GoogleCloud.Transport;
using Caliban.Core.Projects;

namespace Caliban.Core.Cloud;

/// <summary>What is wrong with addresses, region and credentials, as far as it can be seen without asking anybody.</summary>
/// <param name="settings">As the project writes them, to find their places.</param>
internal sealed class GoogleSettingsCheck(GoogleCloudSettings google, CloudSettings settings, ProjectProperties properties)
{
    /// <summary>Adds the mistakes at the properties that they come from: CAL3070 to CAL3075, CAL5052 and CAL5053.</summary>
    /// <param name="region">Empty for one that is not known yet.</param>
    /// <param name="variable">Reads a variable of the build.</param>
    public void Run(string region, Func<string, string?> variable)
    {
        if (region.Length > 0)
        {
            Try("CalibanRegion", () => GoogleEndpoints.CheckRegion(region));
        }

        // A region that is good stands in for one that is not, which is said already.
        const string AnyRegion = "us-central1";
        Try("CalibanVertexEndpoint", () => GoogleEndpoints.Address(google, GoogleService.Vertex, AnyRegion));
        Try("CalibanLoggingEndpoint", () => GoogleEndpoints.Address(google, GoogleService.Logging, ""));
        Try("CalibanIamCredentialsEndpoint", () => GoogleEndpoints.Address(google, GoogleService.IamCredentials, ""));
        Try("CalibanCloudKey", () => GoogleCredentialFile.Find(google.CloudKey, variable));
    }

    /// <summary>The same mistake is said once.</summary>
    public void Add(string property, DiagnosticException exception)
    {
        foreach (var mistake in exception.Diagnostics)
        {
            var placed = mistake.Location == SourceLocation.None ? mistake with { Location = properties.Locate(property, settings[property]) } : mistake;
            if (!properties.Mistakes.Any(known => known.Message == placed.Message))
            {
                properties.Mistakes.Add(placed);
            }
        }
    }

    private void Try(string property, Action check)
    {
        try
        {
            check();
        }
        catch (DiagnosticException exception)
        {
            Add(property, exception);
        }
    }
}
