using System.Runtime.InteropServices;

namespace Caliban.Emulator.Jobs;

/// <summary>The jobs of one project and region, in the order in which they were made, with an index of their labels.</summary>
internal sealed class JobShelf
{
    private readonly List<EmulatedJob> _jobs = [];
    private readonly Dictionary<string, EmulatedJob> _byId = [];
    private readonly Dictionary<(string Key, string Value), List<EmulatedJob>> _byLabel = [];

    public IEnumerable<EmulatedJob> Present => _jobs.Where(job => !job.IsDeleted);

    public EmulatedJob? Find(string id) => _byId.GetValueOrDefault(id) is { IsDeleted: false } job ? job : null;

    public bool HasHad(string id) => _byId.ContainsKey(id);

    public void Add(EmulatedJob job)
    {
        _jobs.Add(job);
        _byId.Add(job.Id, job);
        foreach (var (key, value) in job.Labels)
        {
            (CollectionsMarshal.GetValueRefOrAddDefault(_byLabel, (key, value), out _) ??= []).Add(job);
        }
    }

    /// <summary>The newest first, from those that were made before the given one.</summary>
    /// <param name="before">A sequence number.</param>
    public IEnumerable<EmulatedJob> NewestFirst(JobFilter filter, long before)
    {
        var jobs = filter.Label is { } label ? _byLabel.GetValueOrDefault(label) ?? [] : _jobs;
        for (var index = Position(jobs, before) - 1; index >= 0; index--)
        {
            if (!jobs[index].IsDeleted)
            {
                yield return jobs[index];
            }
        }
    }

    /// <summary>How many were made before.</summary>
    private static int Position(List<EmulatedJob> jobs, long before)
    {
        var (low, high) = (0, jobs.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = jobs[middle].Record.Sequence < before ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
