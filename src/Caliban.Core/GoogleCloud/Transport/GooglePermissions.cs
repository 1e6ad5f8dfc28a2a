namespace Caliban.Core.GoogleCloud.Transport;

/// <summary>The narrowest predefined role for a permission.</summary>
/// <seealso href="https://cloud.google.com/iam/docs/roles-permissions"/>
internal static class GooglePermissions
{
    public const string CreateJobs = "aiplatform.customJobs.create";
    public const string GetJobs = "aiplatform.customJobs.get";
    public const string ListJobs = "aiplatform.customJobs.list";
    public const string CancelJobs = "aiplatform.customJobs.cancel";
    public const string ListLogEntries = "logging.logEntries.list";

    /// <summary>A sentence that says what to grant.</summary>
    public static string Advice(string permission, string project) => Role(permission) is { } role
        ? permission == "iam.serviceAccounts.actAs" ? $"Grant {role} on that service account to whoever submits."
            : $"Grant {role} in the project '{project}'."
        : $"Grant a role that has it in the project '{project}'.";

    private static string? Role(string permission) => permission switch
    {
        "iam.serviceAccounts.actAs" => "roles/iam.serviceAccountUser",
        "iam.serviceAccounts.getAccessToken" => "roles/iam.serviceAccountTokenCreator",
        "serviceusage.services.use" => "roles/serviceusage.serviceUsageConsumer",
        ListLogEntries => "roles/logging.viewer",
        _ when permission.StartsWith("aiplatform.", StringComparison.Ordinal) => "roles/aiplatform.user",
        _ when permission.StartsWith("compute.", StringComparison.Ordinal) => "roles/compute.viewer",
        _ when permission.StartsWith("artifactregistry.", StringComparison.Ordinal) => "roles/artifactregistry.reader",
        _ => null,
    };
}
