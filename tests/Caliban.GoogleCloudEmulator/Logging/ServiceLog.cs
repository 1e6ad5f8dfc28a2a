using Caliban.Emulator.Jobs;

namespace Caliban.Emulator.Logging;

/// <summary>What the service writes about a job, and the one line that the job itself is taken to print: its arguments.</summary>
internal static class ServiceLog
{
    public static IEnumerable<LogEntry> Of(EmulatedJob job, JobStatus status, TimeSpan lag)
    {
        yield return Entry(job, lag, 0, job.CreateTime, "service", "INFO", "Waiting for job to be provisioned.");
        if (status.Start is { } start)
        {
            yield return Entry(job, lag, 1, start, "service", "INFO", "Job is running.");
            if (job.Arguments.Count > 0)
            {
                yield return Entry(job, lag, 2, start, "workerpool0-0", "INFO", string.Join(' ', job.Arguments));
            }
        }

        if (status.End is { } end)
        {
            yield return status.Error is { } error ? Entry(job, lag, 3, end, "service", "ERROR", error.Message)
                : Entry(job, lag, 3, end, "service", "INFO", "Job completed successfully.");
        }
    }

    private static LogEntry Entry(EmulatedJob job, TimeSpan lag, int number, DateTimeOffset time, string task, string severity, string message) => new()
    {
        JobId = job.Id,
        Project = job.Project,
        Timestamp = time,
        ReceiveTimestamp = time + lag,
        InsertId = $"s{job.Id}{number}",
        TaskName = task,
        Severity = severity,
        Message = message,
    };
}
