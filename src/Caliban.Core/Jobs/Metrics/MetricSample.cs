using Caliban.Core.History;

namespace Caliban.Core.Jobs.Metrics;

/// <summary>
/// Keeps a bounded number of any number of values: when there are too many, every second one of each name is given up, and
/// from then on every second, fourth, eighth … that comes.
/// </summary>
internal sealed class MetricSample(int limit)
{
    private readonly Dictionary<string, (long Count, JobMetric Last)> _names = new(StringComparer.Ordinal);
    private List<JobMetric> _kept = [];
    private long _stride = 1;
    private long _reported;

    public void Add(JobMetric metric)
    {
        var count = _names.TryGetValue(metric.Name, out var known) ? known.Count : 0;
        _names[metric.Name] = (count + 1, metric);
        _reported++;
        if (count % _stride == 0)
        {
            _kept.Add(metric);
        }

        if (_kept.Count > Math.Max(limit, 2 * _names.Count))
        {
            Thin();
        }
    }

    public ReportedMetrics ToReported()
    {
        var lastKept = ReportedMetrics.Last(_kept).ToHashSet(ReferenceEqualityComparer.Instance);
        return new ReportedMetrics([.. _kept, .. _names.Values.Select(name => name.Last).Where(last => !lastKept.Contains(last))], _reported);
    }

    private void Thin()
    {
        _stride *= 2;
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var kept = new List<JobMetric>((_kept.Count / 2) + _names.Count);
        foreach (var metric in _kept)
        {
            var place = places.GetValueOrDefault(metric.Name);
            places[metric.Name] = place + 1;
            if (place % 2 == 0)
            {
                kept.Add(metric);
            }
        }

        _kept = kept;
    }
}
