using Caliban.Core.Diagnostics;

namespace Caliban.Core.GoogleCloud.Credentials;

/// <summary>Who asks, and for which project. Found anew for each build, since the process of one may live on for the next.</summary>
public sealed class GoogleCredentials : IDisposable
{
    private GoogleCredentials(IGoogleToken token, string projectId, string quotaProject) => (Token, ProjectId, QuotaProject) = (token, projectId, quotaProject);

    public IGoogleToken Token { get; }

    /// <summary>The project that the credentials belong to; empty when they do not say.</summary>
    public string ProjectId { get; }

    /// <summary>The project whose quota calls count towards, for <c>x-goog-user-project</c>; empty for the one that is called.</summary>
    public string QuotaProject { get; }

    /// <summary>
    /// The file of <c>CalibanCloudKey</c>, <c>GOOGLE_APPLICATION_CREDENTIALS</c> or <c>gcloud</c>, or the service account of a machine of
    /// Google Cloud; used for the account of <c>CalibanImpersonateServiceAccount</c> if there is one.
    /// </summary>
    /// <param name="variable">Reads a variable of the build.</param>
    /// <exception cref="DiagnosticException">CAL5054: there are none; CAL3070 to CAL3075.</exception>
    public static Task<GoogleCredentials> FindAsync(GoogleCloudSettings settings, Func<string, string?> variable, CancellationToken cancellationToken) =>
        FindAsync(settings, variable, CredentialHttp.Default, cancellationToken);

    internal static async Task<GoogleCredentials> FindAsync(
        GoogleCloudSettings settings, Func<string, string?> variable, CredentialHttp http, CancellationToken cancellationToken)
    {
        var quota = settings.QuotaProject.Length > 0 ? settings.QuotaProject : variable("GOOGLE_CLOUD_QUOTA_PROJECT") ?? "";
        if (GoogleCredentialFile.Find(settings.CloudKey, variable) is { } file)
        {
            return new GoogleCredentials(
                Impersonate(Open(file, http), settings, http),
                file.ProjectId.Length > 0 ? file.ProjectId : file.QuotaProject,
                quota.Length > 0 ? quota : file.QuotaProject);
        }

        var server = new MetadataServer(variable, http);
#pragma warning disable CA2000 // whoever holds a token disposes of it
        return await server.ExistsAsync(cancellationToken).ConfigureAwait(false)
            ? new GoogleCredentials(
                Impersonate(new MachineToken(server, http.Time), settings, http), await server.ProjectAsync(cancellationToken).ConfigureAwait(false), quota)
            : throw DiagnosticException.Create(
                GoogleApiDiagnostics.CredentialsMissing, SourceLocation.None, GoogleCredentialFile.WellKnown(variable), "no metadata server of Google Cloud answers");
#pragma warning restore CA2000
    }

    /// <summary>The tokens of the login in a file.</summary>
#pragma warning disable CA2000 // whoever holds a token disposes of it
    internal static IGoogleToken Open(GoogleCredentialFile file, CredentialHttp http) => file.Impersonation is { } impersonation
        ? new ImpersonatedToken(new GoogleAccessToken(impersonation.Caller, http), impersonation.Account, http)
        : new GoogleAccessToken(file, http);
#pragma warning restore CA2000

    public void Dispose() => (Token as IDisposable)?.Dispose();

    public override string ToString() => $"credentials: {Token.Source}";

    private static IGoogleToken Impersonate(IGoogleToken caller, GoogleCloudSettings settings, CredentialHttp http) =>
        ImpersonatedAccount.Read(settings.ImpersonateServiceAccount, settings) is { } account ? new ImpersonatedToken(caller, account, http) : caller;
}
