using Caliban.Core.History;
using Caliban.Core.Processes;

namespace Caliban.Core.Jobs;

/// <summary>How a backend knows a job.</summary>
public enum BackendState
{
    /// <summary>The backend does not know it.</summary>
    Unknown,

    /// <summary>It exists and was not started yet.</summary>
    Waiting,

    Running,

    /// <summary>It ended.</summary>
    Exited,
}

/// <summary>A job as its backend sees it.</summary>
/// <param name="ExitCode">Of one that exited; null where the backend does not tell it.</param>
/// <param name="Process">The process, where the backend is this machine.</param>
public sealed record BackendJob(
    BackendState State, int? ExitCode = null, DateTimeOffset? StartedAt = null, DateTimeOffset? EndedAt = null, ProcessIdentity? Process = null)
{
    public static BackendJob Unknown { get; } = new(BackendState.Unknown);

    /// <summary>How it ended, where the exit code does not say it.</summary>
    public JobState? Result { get; init; }

    /// <summary>What the backend says about its end; for people, may be empty.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Its name at a backend that is not this machine; null where it is.</summary>
    public string? Resource { get; init; }

    /// <summary>A page that shows it; null for none.</summary>
    public string? Link { get; init; }

    /// <summary>The final state of one that exited.</summary>
    public JobState FinalState => Result ?? (ExitCode == 0 ? JobState.Succeeded : JobState.Failed);
}

/// <summary>Finds jobs again by what the history knows of them: to observe, stop and read them, whoever started them.</summary>
public interface IJobBackend
{
    /// <summary><c>docker</c>, <c>process</c>, <c>vertex</c>.</summary>
    string Name { get; }

    /// <summary>How jobs stand: one question for all of them. One answer for each, in their order.</summary>
    /// <exception cref="TimeoutException">The backend does not answer: nothing is known, and no job may be called lost. The message says why.</exception>
    Task<IReadOnlyList<BackendJob>> ObserveAsync(IReadOnlyList<RecordedJob> jobs, CancellationToken cancellationToken);

    /// <summary>
    /// Makes sure that a job whose submission was interrupted, and which the backend does not know, is never started by what
    /// is left of that submission. What it knows after that is the truth.
    /// </summary>
    Task<BackendJob> SettleAsync(RecordedJob job, CancellationToken cancellationToken);

    /// <summary>
    /// Stops jobs as Ctrl-C would, and after a time of grace by force; returns when none of them runs, or where that takes minutes
    /// in the backend's own time, when it has taken the order.
    /// </summary>
    Task StopAsync(IReadOnlyList<RecordedJob> jobs, CancellationToken cancellationToken);

    /// <summary>Writes the whole output of a job to its log, for one that ended while nobody watched.</summary>
    Task SaveLogAsync(RecordedJob job, CancellationToken cancellationToken);

    /// <summary>Copies the output of a job, from the beginning.</summary>
    /// <param name="follow">Whether to go on until the job has ended.</param>
    Task CopyOutputAsync(RecordedJob job, OutputHandler onOutput, bool follow, CancellationToken cancellationToken);

    /// <summary>Removes what is kept of jobs only until their results are written down.</summary>
    Task ReleaseAsync(IReadOnlyList<RecordedJob> jobs, CancellationToken cancellationToken);
}
