using Caliban.Emulator.Tokens;

namespace Caliban.Emulator.Http;

/// <summary>What a method and an address stand for.</summary>
/// <param name="Project">Id or number as it was written, or empty.</param>
/// <param name="Id">Of the job, operation, region or service account.</param>
internal sealed record Route(CloudOperation Operation, string Project = "", string Location = "", string Id = "")
{
    /// <summary>Whether it needs an access token.</summary>
    public bool IsApi => Operation is not (CloudOperation.Unknown or CloudOperation.ExchangeGrant or CloudOperation.ExchangeToken or CloudOperation.ReadMetadata);

    public string Service => Operation switch
    {
        CloudOperation.ListLogEntries => "logging.googleapis.com",
        CloudOperation.ListRegions or CloudOperation.GetRegion => "compute.googleapis.com",
        CloudOperation.ListQuotaInfos => "cloudquotas.googleapis.com",
        CloudOperation.GenerateAccessToken => "iamcredentials.googleapis.com",
        _ => "aiplatform.googleapis.com",
    };

    public string ServiceTitle => Operation switch
    {
        CloudOperation.ListLogEntries => "Cloud Logging API",
        CloudOperation.ListRegions or CloudOperation.GetRegion => "Compute Engine API",
        CloudOperation.ListQuotaInfos => "Cloud Quotas API",
        CloudOperation.GenerateAccessToken => "IAM Service Account Credentials API",
        _ => "Vertex AI API",
    };

    /// <summary>The name of the remote procedure.</summary>
    public string Method => Operation switch
    {
        CloudOperation.CreateJob => "google.cloud.aiplatform.v1.JobService.CreateCustomJob",
        CloudOperation.GetJob => "google.cloud.aiplatform.v1.JobService.GetCustomJob",
        CloudOperation.ListJobs => "google.cloud.aiplatform.v1.JobService.ListCustomJobs",
        CloudOperation.CancelJob => "google.cloud.aiplatform.v1.JobService.CancelCustomJob",
        CloudOperation.DeleteJob => "google.cloud.aiplatform.v1.JobService.DeleteCustomJob",
        CloudOperation.GetOperation => "google.longrunning.Operations.GetOperation",
        CloudOperation.ListLogEntries => "google.logging.v2.LoggingServiceV2.ListLogEntries",
        CloudOperation.ListRegions => "compute.v1.RegionsService.List",
        CloudOperation.GetRegion => "compute.v1.RegionsService.Get",
        CloudOperation.ListQuotaInfos => "google.api.cloudquotas.v1.CloudQuotas.ListQuotaInfos",
        CloudOperation.GenerateAccessToken => "google.iam.credentials.v1.IAMCredentials.GenerateAccessToken",
        _ => "",
    };

    /// <summary>One of them must be the token's.</summary>
    public IReadOnlyList<string> Scopes => Operation switch
    {
        CloudOperation.GenerateAccessToken => [Principal.CloudScope, "https://www.googleapis.com/auth/iam"],
        _ => [Principal.CloudScope],
    };

    /// <summary>What the caller must be allowed to do.</summary>
    public string Permission => Operation switch
    {
        CloudOperation.CreateJob => "aiplatform.customJobs.create",
        CloudOperation.GetJob => "aiplatform.customJobs.get",
        CloudOperation.ListJobs => "aiplatform.customJobs.list",
        CloudOperation.CancelJob => "aiplatform.customJobs.cancel",
        CloudOperation.DeleteJob => "aiplatform.customJobs.delete",
        CloudOperation.GetOperation => "aiplatform.operations.get",
        CloudOperation.ListLogEntries => "logging.logEntries.list",
        CloudOperation.ListRegions => "compute.regions.list",
        CloudOperation.GetRegion => "compute.regions.get",
        CloudOperation.ListQuotaInfos => "cloudquotas.quotas.get",
        _ => "",
    };
}
