using System.Globalization;
using System.Runtime.InteropServices;
using Caliban.Emulator.Jobs;

namespace Caliban.Emulator.Logging;

/// <summary>All entries, by job. What the service says of a job is written when somebody asks for its log.</summary>
internal sealed class LogTable(JobTable jobs, LogBehavior behavior, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<LogEntry>> _entries = [];
    private readonly Dictionary<string, EmulatedJob> _jobs = [];
    private long _written;
    private int _knownJobs;

    /// <summary>What tests wrote, for the state file.</summary>
    public List<LogEntry> Written { get; } = [];

    public void Add(LogEntry entry)
    {
        lock (_gate)
        {
            Written.Add(entry);
            Append(entry);
        }
    }

    /// <param name="time">Null for now.</param>
    /// <param name="lag">From its time to the moment when it can be read; null for the usual.</param>
    /// <param name="insertId">Null for a new one.</param>
    public LogEntry Write(EmulatedJob job, string message, string taskName, string severity, DateTimeOffset? time, TimeSpan? lag, string? insertId, bool isText)
    {
        var timestamp = time ?? clock.GetUtcNow();
        var entry = new LogEntry
        {
            JobId = job.Id,
            Project = job.Project,
            Timestamp = timestamp,
            ReceiveTimestamp = timestamp + (lag ?? behavior.Lag),
            InsertId = insertId ?? string.Create(CultureInfo.InvariantCulture, $"w{Interlocked.Increment(ref _written):d12}"),
            TaskName = taskName,
            Severity = severity,
            Message = message,
            IsText = isText,
        };
        Add(entry);
        return entry;
    }

    /// <summary>What can be read now, the oldest first.</summary>
    /// <param name="jobIds">Null for all jobs.</param>
    public List<LogEntry> Read(IReadOnlyList<string>? jobIds, Func<LogEntry, bool> matches)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            FindJobs();
            var ids = jobIds?.Distinct().Where(_jobs.ContainsKey) ?? _jobs.Keys;
            return [.. ids.SelectMany(id => OfJob(_jobs[id], now)).Where(entry => entry.ReceiveTimestamp <= now && matches(entry)).Order(LogOrder.OldestFirst)];
        }
    }

    private void FindJobs()
    {
        if (jobs.Count > _knownJobs)
        {
            foreach (var job in jobs.Skip(_knownJobs))
            {
                _jobs[job.Id] = job;
            }

            _knownJobs = _jobs.Count;
        }
    }

    private IEnumerable<LogEntry> OfJob(EmulatedJob job, DateTimeOffset now) =>
        ServiceLog.Of(job, job.Timeline.At(now), behavior.Lag).Concat(_entries.GetValueOrDefault(job.Id) ?? []);

    private void Append(LogEntry entry) =>
        (CollectionsMarshal.GetValueRefOrAddDefault(_entries, entry.JobId, out _) ??= []).Add(entry);
}
