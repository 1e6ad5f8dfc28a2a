namespace Caliban.Core.GoogleCloud.Vertex;

/// <summary>A job as Vertex AI shows it, without what it was asked to do.</summary>
/// <seealso href="https://cloud.google.com/vertex-ai/docs/reference/rest/v1/projects.locations.customJobs"/>
public sealed record CustomJob
{
    /// <summary><c>projects/NUMBER/locations/REGION/customJobs/ID</c></summary>
    public required string Name { get; init; }

    public string DisplayName { get; init; } = "";

    public CustomJobState State { get; init; }

    public DateTimeOffset? CreateTime { get; init; }

    public DateTimeOffset? StartTime { get; init; }

    public DateTimeOffset? EndTime { get; init; }

    public DateTimeOffset? UpdateTime { get; init; }

    /// <summary>Of a job that failed or was cancelled.</summary>
    public RpcStatus? Error { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The last part of its name.</summary>
    public string Id => Name[(Name.LastIndexOf('/') + 1)..];

    /// <summary>Whether it will never change again.</summary>
    public bool IsFinal => State
        is CustomJobState.Succeeded or CustomJobState.Failed or CustomJobState.Cancelled or CustomJobState.Expired or CustomJobState.PartiallySucceeded;
}
