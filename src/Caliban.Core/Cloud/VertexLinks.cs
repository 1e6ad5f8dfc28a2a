namespace Caliban.Core.Cloud;

/// <summary>Where people look at a job. The console's addresses have changed twice, so its name and a command stand beside them.</summary>
internal static class VertexLinks
{
    public static string Job(VertexResource job) =>
        $"https://console.cloud.google.com/agent-platform/locations/{job.Region}/training/{job.Id}?project={job.Project}";

    /// <summary>Lines for people.</summary>
    public static IReadOnlyList<string> Hints(VertexResource job) =>
    [
        $"log: https://console.cloud.google.com/logs/viewer?project={job.Project}&resource=ml_job%2Fjob_id%2F{job.Id}"
            + $"&advancedFilter=resource.type%3D%22ml_job%22%0Aresource.labels.job_id%3D%22{job.Id}%22",
        $"or: gcloud ai custom-jobs stream-logs {job.Id} --region={job.Region} --project={job.Project}",
    ];
}
