using Caliban.Core.GoogleCloud;

namespace Caliban.Core.Cloud;

/// <summary>Texts of properties by their names; what is not there is empty.</summary>
public sealed class CloudSettings(IReadOnlyDictionary<string, string> texts)
{
    public IReadOnlyDictionary<string, string> Texts => texts;

    public string this[string name] => texts.GetValueOrDefault(name, "").Trim();

    /// <summary>Those that say how Google Cloud is spoken to.</summary>
    /// <param name="projectFolder">What the key is relative to; absolute.</param>
    /// <param name="variable">Reads a variable of the build.</param>
    public GoogleCloudSettings Google(string projectFolder, Func<string, string?> variable) => new GoogleCloudSettings
    {
        ProjectId = this["CalibanProjectId"],
        Region = this["CalibanRegion"],
        CloudKey = this["CalibanCloudKey"] is { Length: > 0 } key ? Path.GetFullPath(key, projectFolder) : "",
        ImpersonateServiceAccount = this["CalibanImpersonateServiceAccount"],
        QuotaProject = this["CalibanQuotaProject"],
        VertexEndpoint = this["CalibanVertexEndpoint"],
        LoggingEndpoint = this["CalibanLoggingEndpoint"],
        ComputeEndpoint = this["CalibanComputeEndpoint"],
        IamCredentialsEndpoint = this["CalibanIamCredentialsEndpoint"],
    }.WithVariables(variable);
}
