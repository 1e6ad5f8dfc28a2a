using Caliban.Emulator.Http;

namespace Caliban.Emulator.Jobs;

/// <summary>A <c>google.rpc.Status</c> on a job.</summary>
public sealed record JobError(RpcCode Code, string Message)
{
    /// <summary>In the words of Google's documentation and of jobs that failed.</summary>
    /// <seealso href="https://docs.cloud.google.com/vertex-ai/docs/training/understanding-training-service"/>
    internal static JobError? Of(EmulatedJob job, JobFate fate) => fate.Kind switch
    {
        JobFateKind.Fail => new(
            RpcCode.InvalidArgument,
            $"The replica workerpool0-0 exited with a non-zero status of {fate.ExitCode}. To find out more about why your job exited please check the logs: {LogAddress(job)}"),
        JobFateKind.OutOfMemory => new(
            RpcCode.InvalidArgument,
            $"The replica workerpool0-0 ran out of memory and exited with a non-zero status of {fate.ExitCode}. To find out more about why your job exited please check the logs: {LogAddress(job)}"),
        JobFateKind.Stockout => new(
            RpcCode.ResourceExhausted,
            $"Resources are insufficient in region: {job.Location}. Try a different region or use a different accelerator."),
        JobFateKind.QuotaExceeded => new(
            RpcCode.ResourceExhausted, $"The following quota metrics exceed quota limits: {string.Join(',', job.Demand.Keys.Order(StringComparer.Ordinal))}"),
        JobFateKind.MissingImage => new(
            RpcCode.NotFound, $"The image {job.Image} does not exist, or the service agent may not read it."),
        JobFateKind.InternalError => new(RpcCode.Internal, "Internal error occurred for the current attempt."),
        JobFateKind.Expire => new(RpcCode.DeadlineExceeded, "The job was not scheduled within its maximum wait duration."),
        _ => null,
    };

    private static string LogAddress(EmulatedJob job) =>
        $"https://console.cloud.google.com/logs/viewer?project={job.ProjectNumber}&resource=ml_job%2Fjob_id%2F{job.Id}" +
        $"&advancedFilter=resource.type%3D%22ml_job%22%0Aresource.labels.job_id%3D%22{job.Id}%22";
}
