namespace Caliban.Core.GoogleCloud;

/// <summary>What a build says about Google Cloud: the texts of its properties, empty when they are.</summary>
public sealed record GoogleCloudSettings
{
    /// <summary><c>CalibanProjectId</c></summary>
    public string ProjectId { get; init; } = "";

    /// <summary><c>CalibanRegion</c></summary>
    public string Region { get; init; } = "";

    /// <summary><c>CalibanCloudKey</c>: a file.</summary>
    public string CloudKey { get; init; } = "";

    /// <summary>
    /// <c>CalibanImpersonateServiceAccount</c>: the e-mail address of a service account; several, separated by commas, are a chain of
    /// which the last one is used.
    /// </summary>
    public string ImpersonateServiceAccount { get; init; } = "";

    /// <summary><c>CalibanQuotaProject</c></summary>
    public string QuotaProject { get; init; } = "";

    /// <summary><c>CalibanVertexEndpoint</c>; <c>{region}</c> in it stands for the region.</summary>
    public string VertexEndpoint { get; init; } = "";

    /// <summary><c>CalibanLoggingEndpoint</c></summary>
    public string LoggingEndpoint { get; init; } = "";

    /// <summary><c>CalibanComputeEndpoint</c></summary>
    public string ComputeEndpoint { get; init; } = "";

    /// <summary><c>CalibanIamCredentialsEndpoint</c></summary>
    public string IamCredentialsEndpoint { get; init; } = "";

    /// <summary>Fills what is empty from variables of the same names, and from those of Google's own tools.</summary>
    /// <param name="variable">Reads a variable of the build.</param>
    /// <seealso href="https://cloud.google.com/sdk/gcloud/reference/topic/configurations"/>
    public GoogleCloudSettings WithVariables(Func<string, string?> variable)
    {
        return this with
        {
            ProjectId = First(ProjectId, "CalibanProjectId", "PROJECT_ID"),
            Region = First(Region, "CalibanRegion", "REGION"),
            CloudKey = First(CloudKey, "CalibanCloudKey"),
            ImpersonateServiceAccount = First(ImpersonateServiceAccount, "CalibanImpersonateServiceAccount"),
            QuotaProject = First(QuotaProject, "CalibanQuotaProject", "GOOGLE_CLOUD_QUOTA_PROJECT"),
            VertexEndpoint = First(VertexEndpoint, "CalibanVertexEndpoint", "CLOUDSDK_API_ENDPOINT_OVERRIDES_AIPLATFORM"),
            LoggingEndpoint = First(LoggingEndpoint, "CalibanLoggingEndpoint", "CLOUDSDK_API_ENDPOINT_OVERRIDES_LOGGING"),
            ComputeEndpoint = First(ComputeEndpoint, "CalibanComputeEndpoint", "CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE"),
            IamCredentialsEndpoint = First(IamCredentialsEndpoint, "CalibanIamCredentialsEndpoint", "CLOUDSDK_API_ENDPOINT_OVERRIDES_IAMCREDENTIALS"),
        };

        string First(string text, params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
            {
                text = string.IsNullOrWhiteSpace(text) ? variable(name) ?? "" : text;
            }

            return text.Trim();
        }
    }

    /// <summary>Addresses could hold a login, so they are not written.</summary>
    public override string ToString() => $"project '{ProjectId}', region '{Region}'";
}
