using Caliban.Core.History;
using Caliban.Core.Processes;

namespace Caliban.Core.Tests.Tracking;

/// <summary>A history that forgets everything with its test. It keeps jobs, runs and metrics; nothing is enrolled in it.</summary>
internal sealed class MemoryHistory : IHistory
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, RecordedJob> _jobs = [];
    private readonly Dictionary<long, IReadOnlyList<JobMetric>> _metrics = [];
    private readonly List<RecordedRun> _runs = [];

    public string StoreId => "0a1b2c3d";

    public string Location => "/home/ada/.caliban/caliban.db";

    /// <summary>Called before each question for jobs, with its number from 1; lets a test change something meanwhile.</summary>
    public Action<int> BeforeQuery { get; set; } = _ => { };

    private int _queries;

    public RecordedJob this[long id]
    {
        get
        {
            lock (_lock)
            {
                return _jobs[id];
            }
        }
    }

    public void Add(params RecordedJob[] jobs)
    {
        lock (_lock)
        {
            foreach (var job in jobs)
            {
                _jobs[job.Id] = job;
            }
        }
    }

    /// <summary>Says that a run lives.</summary>
    public void AddLiveRun(string id) => _runs.Add(new RecordedRun
    {
        Id = id,
        Group = "g",
        User = RecordedJobs.User,
        Host = RecordedJobs.Host,
        Process = new ProcessIdentity(1, "0"),
        StartedAt = RecordedJobs.Start,
        Project = "mnist",
        ProjectFile = RecordedJobs.ProjectFile,
        Lineage = new Lineage("", "", "", ""),
    });

    public void EndRuns() => _runs.Clear();

    public Task<IReadOnlyList<RecordedJob>> JobsAsync(JobQuery query, CancellationToken cancellationToken)
    {
        BeforeQuery(++_queries);
        lock (_lock)
        {
            var jobs = _jobs.Values.Where(job =>
                (query.Ids.Count == 0 || query.Ids.Contains(job.Id))
                && (query.User is null || query.User == job.User)
                && (query.Group is null || query.Group == job.Group)
                && (query.Host is null || query.Host == job.Host || (query.AndRemote && job.IsRemote))
                && (query.States.Count == 0 || query.States.Contains(job.State)));
            if (query.NewestOfEachExperiment is { } each)
            {
                jobs = jobs.GroupBy(job => job.ExperimentId).SelectMany(experiment => experiment.TakeLast(each)).OrderBy(job => job.Id);
            }

            return Task.FromResult<IReadOnlyList<RecordedJob>>([.. query.Newest is { } newest ? jobs.TakeLast(newest) : jobs]);
        }
    }

    public Task<bool> RecordAsync(long job, JobChange change, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var before = _jobs[job];
            if (before.State.IsFinal())
            {
                return Task.FromResult(false);
            }

            _jobs[job] = before with
            {
                State = change.State,
                ExitCode = change.ExitCode ?? before.ExitCode,
                Detail = change.Detail ?? before.Detail,
                EndedAt = change.State.IsFinal() ? change.At : null,
            };
            return Task.FromResult(true);
        }
    }

    public Task<IReadOnlyList<RecordedRun>> OpenRunsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RecordedRun>>([.. _runs]);

    public Task AddMetricsAsync(long job, IReadOnlyList<JobMetric> metrics, CancellationToken cancellationToken)
    {
        _metrics[job] = metrics;
        return Task.CompletedTask;
    }

    public Task ClearMetricsAsync(long job, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyDictionary<long, IReadOnlyList<JobMetric>>> LastMetricsAsync(IReadOnlyList<long> jobs, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<long, IReadOnlyList<JobMetric>>>(
            _metrics.Where(metric => jobs.Contains(metric.Key)).ToDictionary());

    public Task<int> ForgetGroupAsync(string user, string name, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var forgotten = _jobs.Values.Where(job => job.User == user && job.Group == name).Select(job => job.Id).ToList();
            forgotten.ForEach(id => _jobs.Remove(id));
            return Task.FromResult(forgotten.Count);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public Task<IReadOnlyList<Enrolment>> BeginRunAsync(
        RecordedRun run,
        RecordedImage image,
        IReadOnlyList<WantedExperiment> experiments,
        IReadOnlyDictionary<string, long> adoptable,
        bool skipCompleted,
        CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> AdoptAsync(long job, string runId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<Precedent>> FindPrecedentsAsync(IReadOnlyList<WantedExperiment> experiments, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<ClaimResult> ClaimAsync(Claim claim, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<ClaimResult>> ClaimAllAsync(IReadOnlyList<Claim> claims, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public async Task<IReadOnlyList<bool>> RecordAllAsync(IReadOnlyList<(long Job, JobChange Change)> steps, CancellationToken cancellationToken)
    {
        var written = new List<bool>();
        foreach (var (job, change) in steps)
        {
            written.Add(await RecordAsync(job, change, cancellationToken));
        }

        return written;
    }

    public Task<long> PlanRetryAsync(long job, string runId, DateTimeOffset at, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task HeartbeatAsync(string runId, DateTimeOffset at, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task EndRunAsync(string runId, DateTimeOffset at, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SetImageDigestAsync(string identity, string digest, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> ImageInputsAsync(
        IReadOnlyList<string> identities, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<RecordedGroup?> FindGroupAsync(string user, string name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<JobEvent>> EventsAsync(long job, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<JobMetric>> MetricsAsync(long job, CancellationToken cancellationToken) => throw new NotSupportedException();
}
