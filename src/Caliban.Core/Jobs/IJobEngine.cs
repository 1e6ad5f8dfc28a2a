using Caliban.Core.Processes;

namespace Caliban.Core.Jobs;

/// <summary>Runs the jobs of one plan on this machine. Jobs run concurrently; the other methods are called once each.</summary>
public interface IJobEngine
{
    /// <summary>The exact command of a job, program first. Touches nothing.</summary>
    IReadOnlyList<string> Command(PlannedJob job);

    /// <summary>Makes what all jobs need: image, virtual environment, copies.</summary>
    /// <param name="onLine">Receives lines for people, one at a time.</param>
    /// <exception cref="Diagnostics.DiagnosticException">It cannot be made.</exception>
    Task PrepareAsync(Action<string> onLine, CancellationToken cancellationToken);

    /// <summary>Runs one job to its end; a cancellation stops it and everything it started.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled and nothing of the job is left running.</exception>
    Task<JobOutcome> RunAsync(PlannedJob job, OutputHandler onOutput, CancellationToken cancellationToken);

    /// <summary>Removes what is of no use after the sweep, whether it ended or was stopped.</summary>
    Task CleanUpAsync();
}
