using Caliban.Core.Processes;

namespace Caliban.Core.Jobs;

/// <summary>Watches a sweep for a person. Calls come one at a time, whatever runs in parallel.</summary>
public interface ISweepObserver
{
    /// <summary>What happens before the first job, such as the lines of an image build.</summary>
    void Preparing(string line);

    /// <param name="upToDate">How many experiments have a result already and are not run.</param>
    void Started(SweepPlan plan, int upToDate);

    /// <summary>What happens besides, such as a retry or a job of another build that is waited for.</summary>
    void Noted(string line);

    void JobStarted(PlannedJob job);

    void Output(PlannedJob job, OutputLine line);

    void JobEnded(JobResult result);

    /// <summary>A job has failed and is tried again; <see cref="JobStarted"/> is called for it once more.</summary>
    /// <param name="delay">When, from now.</param>
    void JobRetried(JobResult result, TimeSpan delay);

    void Ended(SweepResult result);
}
