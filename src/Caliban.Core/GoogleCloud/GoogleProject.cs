using System.Text.RegularExpressions;
using Caliban.Core.Diagnostics;
using Caliban.Core.GoogleCloud.Credentials;
using Caliban.Core.Http;

namespace Caliban.Core.GoogleCloud;

/// <summary>The project of Google Cloud that jobs run in.</summary>
/// <param name="Id">Lower-case letters, digits and hyphens; in old projects of a domain after the domain and a colon.</param>
/// <param name="Origin">What names it, for messages.</param>
public sealed partial record GoogleProject(string Id, string Origin)
{
    /// <summary>
    /// The property <c>CalibanProjectId</c>, whose default is the variable <c>PROJECT_ID</c>; then <c>gcloud.project_id</c> of
    /// <c>.calibanconfig.json</c>; then the project of the credentials, which are looked for only then.
    /// </summary>
    /// <param name="configured">What <c>.calibanconfig.json</c> says, or empty.</param>
    /// <param name="credentials">Finds the credentials.</param>
    /// <exception cref="DiagnosticException">CAL5050: none of them says; CAL5051.</exception>
    public static async Task<GoogleProject> ResolveAsync(
        GoogleCloudSettings settings, string configured, Func<CancellationToken, Task<GoogleCredentials>> credentials, CancellationToken cancellationToken)
    {
        if (settings.ProjectId.Trim() is { Length: > 0 } declared)
        {
            return Check(declared, "CalibanProjectId");
        }

        if (configured.Trim() is { Length: > 0 } written)
        {
            return Check(written, "gcloud.project_id of .calibanconfig.json");
        }

        string source;
        try
        {
            var found = await credentials(cancellationToken).ConfigureAwait(false);
            if (found.ProjectId.Length > 0)
            {
                return Check(found.ProjectId, found.Token.Source);
            }

            source = found.Token.Source;
        }
        catch (DiagnosticException exception) when (exception.Diagnostics[0].Descriptor == GoogleApiDiagnostics.CredentialsMissing)
        {
            source = "there are none";
        }

        throw DiagnosticException.Create(GoogleApiDiagnostics.ProjectUnknown, SourceLocation.None, source);
    }

    private static GoogleProject Check(string id, string origin) => IdText().IsMatch(id)
        ? new GoogleProject(id, origin)
        : throw DiagnosticException.Create(GoogleApiDiagnostics.ProjectInvalid, SourceLocation.None, CleanText.Of(id), origin);

    [GeneratedRegex(@"\A(?:[a-z0-9.-]+:)?[a-z0-9][a-z0-9-]*\z")]
    private static partial Regex IdText();
}
