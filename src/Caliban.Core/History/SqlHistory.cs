using Caliban.Core.History.Databases;
using Caliban.Core.History.Records;

namespace Caliban.Core.History;

/// <summary>The history in a database. Each call is one transaction.</summary>
internal sealed class SqlHistory(HistoryDatabase database, string storeId) : IHistory
{
    public string StoreId => storeId;

    public string Location => database.Location;

    public Task<IReadOnlyList<Enrolment>> BeginRunAsync(
        RecordedRun run,
        RecordedImage image,
        IReadOnlyList<WantedExperiment> experiments,
        IReadOnlyDictionary<string, long> adoptable,
        bool skipCompleted,
        CancellationToken cancellationToken) =>
        database.WriteAsync(session => RunEnrolment.BeginAsync(session, run, image, experiments, adoptable, skipCompleted), cancellationToken);

    public async Task<bool> AdoptAsync(long job, string runId, CancellationToken cancellationToken) =>
        await database.WriteAsync(session => JobSteps.AdoptAsync(session, job, runId), cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<Precedent>> FindPrecedentsAsync(
        IReadOnlyList<WantedExperiment> experiments, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            async session =>
            {
                await session.PreferIndexesAsync().ConfigureAwait(false);
                return await PrecedentSearch.FindAsync(session, experiments).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);

    public Task<ClaimResult> ClaimAsync(Claim claim, CancellationToken cancellationToken) =>
        database.WriteAsync(session => JobSteps.ClaimAsync(session, claim), cancellationToken);

    public Task<IReadOnlyList<ClaimResult>> ClaimAllAsync(IReadOnlyList<Claim> claims, CancellationToken cancellationToken) =>
        database.WriteAsync(session => JobSteps.ClaimAllAsync(session, claims), cancellationToken);

    public Task<bool> RecordAsync(long job, JobChange change, CancellationToken cancellationToken) =>
        database.WriteAsync(session => JobSteps.RecordAsync(session, job, change), cancellationToken);

    public Task<IReadOnlyList<bool>> RecordAllAsync(IReadOnlyList<(long Job, JobChange Change)> steps, CancellationToken cancellationToken) =>
        database.WriteAsync(session => JobSteps.RecordAllAsync(session, steps), cancellationToken);

    public Task<long> PlanRetryAsync(long job, string runId, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.WriteAsync(session => JobSteps.PlanRetryAsync(session, job, runId, at), cancellationToken);

    public Task HeartbeatAsync(string runId, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.WriteAsync(session => RunRecords.HeartbeatAsync(session, runId, at), cancellationToken);

    public Task EndRunAsync(string runId, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.WriteAsync(session => RunRecords.EndAsync(session, runId, at), cancellationToken);

    public async Task<IReadOnlyList<RecordedRun>> OpenRunsAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(RunRecords.OpenAsync, cancellationToken).ConfigureAwait(false);

    public Task SetImageDigestAsync(string identity, string digest, CancellationToken cancellationToken) =>
        database.WriteAsync(session => ImageRecords.SetDigestAsync(session, identity, digest), cancellationToken);

    public Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> ImageInputsAsync(
        IReadOnlyList<string> identities, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ImageRecords.InputsAsync(session, identities), cancellationToken);

    public Task<IReadOnlyList<RecordedJob>> JobsAsync(JobQuery query, CancellationToken cancellationToken) =>
        database.ReadAsync(session => JobSearch.FindAsync(session, query), cancellationToken);

    public Task<RecordedGroup?> FindGroupAsync(string user, string name, CancellationToken cancellationToken) =>
        database.ReadAsync(session => GroupRecords.FindAsync(session, user, name), cancellationToken);

    public Task<IReadOnlyList<JobEvent>> EventsAsync(long job, CancellationToken cancellationToken) =>
        database.ReadAsync(session => JobSteps.EventsAsync(session, job), cancellationToken);

    public Task AddMetricsAsync(long job, IReadOnlyList<JobMetric> metrics, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                await MetricRecords.AddAsync(session, job, metrics).ConfigureAwait(false);
                return true;
            },
            cancellationToken);

    public Task ClearMetricsAsync(long job, CancellationToken cancellationToken) =>
        database.WriteAsync(session => MetricRecords.ClearAsync(session, job), cancellationToken);

    public Task<IReadOnlyDictionary<long, IReadOnlyList<JobMetric>>> LastMetricsAsync(
        IReadOnlyList<long> jobs, CancellationToken cancellationToken) =>
        database.ReadAsync(session => MetricRecords.LastAsync(session, jobs), cancellationToken);

    public async Task<IReadOnlyList<JobMetric>> MetricsAsync(long job, CancellationToken cancellationToken) =>
        await database.ReadAsync(session => MetricRecords.AllAsync(session, job), cancellationToken).ConfigureAwait(false);

    public Task<int> ForgetGroupAsync(string user, string name, CancellationToken cancellationToken) =>
        database.WriteAsync(session => GroupRecords.ForgetAsync(session, user, name), cancellationToken);

    public ValueTask DisposeAsync() => database.CloseAsync();
}
