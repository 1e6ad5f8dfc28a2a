namespace Caliban.Core.History;

/// <summary>
/// The memory of all jobs. Every call is one transaction: it is whole, or it did not happen. Every call may throw a
/// <see cref="Diagnostics.DiagnosticException"/> of CAL7xxx when the database cannot do it; no message holds a password.
/// </summary>
public interface IHistory : IAsyncDisposable
{
    /// <summary>Eight hexadecimal digits, made with the store: names at backends begin with it.</summary>
    string StoreId { get; }

    /// <summary>Where it is, without a password.</summary>
    string Location { get; }

    /// <summary>
    /// Begins a run: group, run, image and experiments are written, and for each experiment a job is planned unless it has
    /// a result already (only with <paramref name="skipCompleted"/>), or a job in the same group, of the same fingerprint,
    /// that was planned by a run that has not ended. Several at once come one after the other.
    /// </summary>
    /// <param name="adoptable">
    /// Jobs that run on after their runs have ended, by the hash of their fingerprint. An experiment of that fingerprint takes
    /// the job over (<see cref="EnrolmentKind.Adopted"/>), or joins it when another run was faster, whatever its group.
    /// </param>
    /// <returns>One for each experiment, in their order. Of two wanted ones with the same key the second joins the first.</returns>
    Task<IReadOnlyList<Enrolment>> BeginRunAsync(
        RecordedRun run,
        RecordedImage image,
        IReadOnlyList<WantedExperiment> experiments,
        IReadOnlyDictionary<string, long> adoptable,
        bool skipCompleted,
        CancellationToken cancellationToken);

    /// <summary>Takes over a job that is active and whose run has ended; false when it is neither, or somebody was faster.</summary>
    Task<bool> AdoptAsync(long job, string runId, CancellationToken cancellationToken);

    /// <summary>What is known of experiments, without writing anything. One for each, in their order.</summary>
    Task<IReadOnlyList<Precedent>> FindPrecedentsAsync(IReadOnlyList<WantedExperiment> experiments, CancellationToken cancellationToken);

    /// <summary>Takes a planned job and the devices it needs, of which active jobs of the same machine hold none too often.</summary>
    Task<ClaimResult> ClaimAsync(Claim claim, CancellationToken cancellationToken);

    /// <summary>As <see cref="ClaimAsync"/>, for many jobs in one transaction. One result for each, in their order.</summary>
    Task<IReadOnlyList<ClaimResult>> ClaimAllAsync(IReadOnlyList<Claim> claims, CancellationToken cancellationToken);

    /// <summary>Writes a step of a job and its event. False when the job has ended already: nothing is changed then.</summary>
    Task<bool> RecordAsync(long job, JobChange change, CancellationToken cancellationToken);

    /// <summary>As <see cref="RecordAsync"/>, for many steps in one transaction. One answer for each, in their order.</summary>
    Task<IReadOnlyList<bool>> RecordAllAsync(IReadOnlyList<(long Job, JobChange Change)> steps, CancellationToken cancellationToken);

    /// <summary>Plans the next attempt of a job that has ended, for a run.</summary>
    /// <returns>Its number.</returns>
    Task<long> PlanRetryAsync(long job, string runId, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Says that a run lives.</summary>
    Task HeartbeatAsync(string runId, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>
    /// Ends a run. Jobs that are still planned for it become <see cref="JobState.Stopped"/> with the detail
    /// <see cref="RecordedJob.NeverStarted"/>.
    /// </summary>
    Task EndRunAsync(string runId, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Runs that have not ended, as far as the store knows; of all users and hosts.</summary>
    Task<IReadOnlyList<RecordedRun>> OpenRunsAsync(CancellationToken cancellationToken);

    /// <summary>The digest of an image, once it is known.</summary>
    Task SetImageDigestAsync(string identity, string digest, CancellationToken cancellationToken);

    /// <summary>The inputs of images by their identities; those that are not known are left out.</summary>
    Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> ImageInputsAsync(
        IReadOnlyList<string> identities, CancellationToken cancellationToken);

    /// <summary>Jobs in the order of their numbers.</summary>
    Task<IReadOnlyList<RecordedJob>> JobsAsync(JobQuery query, CancellationToken cancellationToken);

    /// <summary>A group, or null.</summary>
    Task<RecordedGroup?> FindGroupAsync(string user, string name, CancellationToken cancellationToken);

    Task<IReadOnlyList<JobEvent>> EventsAsync(long job, CancellationToken cancellationToken);

    Task AddMetricsAsync(long job, IReadOnlyList<JobMetric> metrics, CancellationToken cancellationToken);

    /// <summary>Removes the metrics of a job, whose output is about to be read again from the beginning.</summary>
    Task ClearMetricsAsync(long job, CancellationToken cancellationToken);

    /// <summary>The last value of every metric of each job; jobs without any are left out.</summary>
    Task<IReadOnlyDictionary<long, IReadOnlyList<JobMetric>>> LastMetricsAsync(IReadOnlyList<long> jobs, CancellationToken cancellationToken);

    /// <summary>Every value of a job, in the order of steps and times.</summary>
    Task<IReadOnlyList<JobMetric>> MetricsAsync(long job, CancellationToken cancellationToken);

    /// <summary>Deletes a group with its experiments, jobs, events and metrics; images stay where others use them.</summary>
    /// <returns>How many jobs were deleted.</returns>
    Task<int> ForgetGroupAsync(string user, string name, CancellationToken cancellationToken);
}
