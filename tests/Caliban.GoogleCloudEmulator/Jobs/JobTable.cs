using System.Collections;
using System.Runtime.InteropServices;

namespace Caliban.Emulator.Jobs;

/// <summary>All jobs that were ever accepted, also those that were deleted; in the order of their making.</summary>
public sealed class JobTable : IReadOnlyCollection<EmulatedJob>
{
    private readonly Lock _gate = new();
    private readonly List<EmulatedJob> _all = [];
    private readonly Dictionary<(string Project, string Location), JobShelf> _shelves = [];
    private readonly TimeProvider _clock;

    internal JobTable(TimeProvider clock) => _clock = clock;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _all.Count;
            }
        }
    }

    /// <summary>The number that the next job gets.</summary>
    internal long NextSequence => Count + 1;

    public IEnumerator<EmulatedJob> GetEnumerator()
    {
        lock (_gate)
        {
            return ((IEnumerable<EmulatedJob>)[.. _all]).GetEnumerator();
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public IEnumerable<EmulatedJob> WithLabel(string key, string value) => this.Where(job => job.Labels.GetValueOrDefault(key) == value);

    /// <summary>How many jobs were made with each value of a label.</summary>
    public IReadOnlyDictionary<string, int> CountByLabel(string key) =>
        this.Where(job => job.Labels.ContainsKey(key)).CountBy(job => job.Labels[key]).ToDictionary();

    internal EmulatedJob Add(JobRecord record)
    {
        lock (_gate)
        {
            var job = new EmulatedJob(record, _clock);
            _all.Add(job);
            Shelf(record.Project, record.Location).Add(job);
            return job;
        }
    }

    /// <summary>Calls with the jobs of one place, while nobody changes them.</summary>
    internal T Read<T>(string project, string location, Func<JobShelf, T> read)
    {
        lock (_gate)
        {
            return read(Shelf(project, location));
        }
    }

    private JobShelf Shelf(string project, string location) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_shelves, (project, location), out _) ??= new JobShelf();
}
