using Caliban.Core.Processes;

namespace Caliban.Core.Jobs;

/// <summary>Lets one call through at a time.</summary>
internal sealed class SerializedObserver(ISweepObserver observer) : ISweepObserver
{
    private readonly Lock _lock = new();

    public void Preparing(string line)
    {
        lock (_lock)
        {
            observer.Preparing(line);
        }
    }

    public void Started(SweepPlan plan, int upToDate)
    {
        lock (_lock)
        {
            observer.Started(plan, upToDate);
        }
    }

    public void Noted(string line)
    {
        lock (_lock)
        {
            observer.Noted(line);
        }
    }

    public void JobStarted(PlannedJob job)
    {
        lock (_lock)
        {
            observer.JobStarted(job);
        }
    }

    public void Output(PlannedJob job, OutputLine line)
    {
        lock (_lock)
        {
            observer.Output(job, line);
        }
    }

    public void JobEnded(JobResult result)
    {
        lock (_lock)
        {
            observer.JobEnded(result);
        }
    }

    public void JobRetried(JobResult result, TimeSpan delay)
    {
        lock (_lock)
        {
            observer.JobRetried(result, delay);
        }
    }

    public void Ended(SweepResult result)
    {
        lock (_lock)
        {
            observer.Ended(result);
        }
    }
}
