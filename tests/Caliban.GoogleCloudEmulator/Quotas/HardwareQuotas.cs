using System.Collections.Concurrent;
using Caliban.Emulator.Http;
using Caliban.Emulator.Jobs;

namespace Caliban.Emulator.Quotas;

/// <summary>Limits of processors and accelerators that the unfinished jobs of a project in a region share. Without a limit, there is none.</summary>
internal sealed class HardwareQuotas(JobTable jobs, TimeProvider clock)
{
    private readonly ConcurrentDictionary<(string Location, string Metric), long> _limits = new();

    public IEnumerable<HardwareQuota> Items => _limits.Select(limit => new HardwareQuota(limit.Key.Location, limit.Key.Metric, limit.Value));

    /// <param name="limit">Null takes the limit away.</param>
    public void Set(string location, string metric, long? limit)
    {
        if (limit is { } value)
        {
            _limits[(location, metric)] = value;
        }
        else
        {
            _limits.TryRemove((location, metric), out _);
        }
    }

    /// <exception cref="ApiException">There is not enough left for this job.</exception>
    public void Check(EmulatedJob job)
    {
        if (_limits.IsEmpty)
        {
            return;
        }

        var limited = job.Demand.Keys.Where(metric => _limits.ContainsKey((job.Location, metric))).ToList();
        if (limited.Count == 0)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var running = jobs.Read(job.Project, job.Location, shelf => shelf.Present.Where(other => !other.Timeline.At(now).State.IsFinal()).ToList());
        var exceeded = limited
            .Where(metric => running.Sum(other => other.Demand.GetValueOrDefault(metric)) + job.Demand[metric] > _limits[(job.Location, metric)])
            .Order(StringComparer.Ordinal)
            .ToList();
        if (exceeded.Count > 0)
        {
            throw Refusals.HardwareQuota(exceeded);
        }
    }
}
