using Caliban.Emulator.Tokens;

namespace Caliban.Emulator;

/// <content>Who can call, and the files of their credentials.</content>
public sealed partial class GoogleCloudEmulator
{
    /// <summary>The service account of <see cref="WriteServiceAccountKey"/>.</summary>
    public string ServiceAccount => $"robot@{_options.ProjectId}.iam.gserviceaccount.com";

    /// <summary>The service account that the other files act as.</summary>
    public string TrainerAccount => $"trainer@{_options.ProjectId}.iam.gserviceaccount.com";

    /// <summary>Writes the key of a service account into a folder.</summary>
    /// <param name="account">Null for <see cref="ServiceAccount"/>.</param>
    /// <returns>The path of the file.</returns>
    public string WriteServiceAccountKey(string folder, string? account = null) =>
        Saved(_files.WriteServiceAccountKey(Path.Combine(folder, "service-account.json"), account ?? ServiceAccount));

    /// <summary>Writes the key of <see cref="ServiceAccount"/> to a path.</summary>
    public string WriteServiceAccountKeyFile(string path) => Saved(_files.WriteServiceAccountKey(path, ServiceAccount));

    /// <summary>Writes what <c>gcloud auth application-default login</c> leaves. Its token address is Google's; a client has to be led here.</summary>
    public string WriteAuthorizedUser(string folder, string? quotaProject = null) =>
        Saved(_files.WriteAuthorizedUser(Path.Combine(folder, "authorized-user.json"), "person@example.com", quotaProject));

    /// <summary>Writes the credentials of a workload with an identity provider of its own, and the provider's token beside it.</summary>
    /// <param name="impersonates">Whether it acts as <see cref="TrainerAccount"/>, or calls as itself.</param>
    /// <param name="lifetime">Of the provider's token; null for an hour.</param>
    public string WriteWorkloadIdentity(string folder, bool impersonates = false, TimeSpan? lifetime = null) => Saved(_files.WriteWorkloadIdentity(
        Path.Combine(folder, "workload-identity.json"), impersonates ? TrainerAccount : null, lifetime ?? TimeSpan.FromHours(1)));

    /// <summary>Writes credentials of <see cref="ServiceAccount"/> that act as <see cref="TrainerAccount"/>.</summary>
    public string WriteImpersonated(string folder) =>
        Saved(_files.WriteImpersonated(Path.Combine(folder, "impersonated.json"), ServiceAccount, TrainerAccount));

    /// <summary>A token that is taken, without any exchange.</summary>
    public string MakeToken(TimeSpan? lifetime = null, string? scopes = null) =>
        _mint.Make(new Principal(ServiceAccount, scopes ?? Principal.CloudScope), lifetime ?? _options.TokenLifetime);

    /// <summary>No token that was given out until now is taken any more.</summary>
    public void RevokeTokens() => _mint.RevokeAll();

    /// <summary>No key, refresh token, provider or impersonation is known any more.</summary>
    public void ForgetAccounts()
    {
        _accounts.Keys.Clear();
        _accounts.Users.Clear();
        _accounts.Providers.Clear();
        _accounts.Impersonations.Clear();
        Save();
    }

    private string Saved(string path)
    {
        Save();
        return path;
    }
}
