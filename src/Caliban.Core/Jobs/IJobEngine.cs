using Caliban.Core.History;
using Caliban.Core.Processes;

namespace Caliban.Core.Jobs;

/// <summary>
/// Runs the jobs of one plan on this machine. Jobs outlive the process that started them: after a crash they are found by
/// their names. Jobs run concurrently; the other methods are called once each.
/// </summary>
public interface IJobEngine
{
    /// <summary><c>docker</c> or <c>process</c>: which <see cref="IJobBackend"/> finds its jobs again.</summary>
    string Backend { get; }

    /// <summary>The exact command of a job, program first, for people. Touches nothing.</summary>
    IReadOnlyList<string> Command(PlannedJob job);

    /// <summary>What the jobs run in, by what goes into it. Builds nothing; called before <see cref="PrepareAsync"/>.</summary>
    /// <exception cref="Diagnostics.DiagnosticException">It cannot be told.</exception>
    Task<RecordedImage> IdentifyAsync(CancellationToken cancellationToken);

    /// <summary>The GPUs jobs can have, as the engine numbers them; empty where there are none or nobody can tell.</summary>
    Task<IReadOnlyList<string>> DevicesAsync(CancellationToken cancellationToken);

    /// <summary>Makes what all jobs need: image, virtual environment, copies.</summary>
    /// <param name="onLine">Receives lines for people, one at a time.</param>
    /// <returns>The engine's id of the image; empty where there is none.</returns>
    /// <exception cref="Diagnostics.DiagnosticException">It cannot be made.</exception>
    Task<string> PrepareAsync(Action<string> onLine, CancellationToken cancellationToken);

    /// <summary>Starts one job and follows it to its end; a cancellation stops it and everything it started.</summary>
    /// <param name="onAccepted">Called once, as soon as the engine has the job; never for one that is refused.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled and nothing of the job is left running.</exception>
    Task<JobOutcome> RunAsync(JobLaunch launch, OutputHandler onOutput, Func<JobReceipt, Task> onAccepted, CancellationToken cancellationToken);

    /// <summary>
    /// Follows a job to its end that an earlier process started; its output comes from the beginning. A cancellation stops
    /// it as <see cref="RunAsync"/> does.
    /// </summary>
    /// <param name="process">What the receipt named.</param>
    Task<JobOutcome> FollowAsync(JobLaunch launch, ProcessIdentity? process, OutputHandler onOutput, CancellationToken cancellationToken);

    /// <summary>Removes what is kept of a job only until its result is written down. Fast; may do the work later.</summary>
    void Release(JobLaunch launch);

    /// <summary>Removes what is of no use after the sweep, whether it ended or was stopped, and what was released.</summary>
    Task CleanUpAsync();
}
