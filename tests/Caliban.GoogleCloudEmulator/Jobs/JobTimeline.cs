namespace Caliban.Emulator.Jobs;

/// <summary>The states of a job over time. Nothing runs: a state is computed when somebody asks for it.</summary>
internal sealed class JobTimeline(EmulatedJob job)
{
    private readonly Lock _gate = new();

    public JobStatus At(DateTimeOffset now)
    {
        lock (_gate)
        {
            var record = job.Record;
            DateTimeOffset? start = record.Fate.IsBeforeStart || record.StartTime > now ? null : record.StartTime;
            if (record.CancelTime is { } cancel && cancel <= now)
            {
                return Cancelled(record, now, start < cancel ? start : null, cancel);
            }

            if (record.HeldState is { } held)
            {
                return new JobStatus(held, held is JobState.Queued or JobState.Pending ? null : start, null, now, null);
            }

            if (record.EndTime is { } end && end <= now)
            {
                return new JobStatus(Final(record.Fate), start, end, end, JobError.Of(job, record.Fate));
            }

            return start is { } running ? new JobStatus(JobState.Running, running, null, running, null)
                : record.PendingTime <= now ? new JobStatus(JobState.Pending, null, null, record.PendingTime, null)
                : new JobStatus(JobState.Queued, null, null, record.CreateTime, null);
        }
    }

    /// <summary>Ends it now, in the given way.</summary>
    public void Finish(DateTimeOffset now, JobFate fate)
    {
        lock (_gate)
        {
            var record = job.Record;
            record.HeldState = null;
            record.Fate = fate;
            record.PendingTime = Earlier(record.PendingTime, now);
            record.StartTime = Earlier(record.StartTime, now);
            record.EndTime = fate.Kind == JobFateKind.Never ? null : now;
        }
    }

    /// <summary>Keeps it in a state until it is ended or cancelled.</summary>
    public void Hold(JobState state)
    {
        lock (_gate)
        {
            job.Record.HeldState = state;
        }
    }

    /// <returns>False when it had ended.</returns>
    public bool Cancel(DateTimeOffset now, TimeSpan time)
    {
        lock (_gate)
        {
            if (At(now).State.IsFinal())
            {
                return false;
            }

            job.Record.HeldState = null;
            job.Record.CancelTime ??= now;
            job.Record.CancelledTime ??= now + time;
            return true;
        }
    }

    private static JobStatus Cancelled(JobRecord record, DateTimeOffset now, DateTimeOffset? start, DateTimeOffset cancel) =>
        record.CancelledTime <= now
            ? new JobStatus(JobState.Cancelled, start, record.CancelledTime, record.CancelledTime.Value, new JobError(Http.RpcCode.Cancelled, "CANCELED"))
            : new JobStatus(JobState.Cancelling, start, null, cancel, null);

    private static JobState Final(JobFate fate) => fate.Kind switch
    {
        JobFateKind.Succeed => JobState.Succeeded,
        JobFateKind.Expire => JobState.Expired,
        JobFateKind.PartiallySucceed => JobState.PartiallySucceeded,
        _ => JobState.Failed,
    };

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
