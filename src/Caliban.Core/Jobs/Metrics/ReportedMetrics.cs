using System.Collections;
using Caliban.Core.History;

namespace Caliban.Core.Jobs.Metrics;

/// <summary>
/// The metrics of a job for its result: all of them, or of very many a sample that holds the first and last value of each
/// name and those between at even distances. The history keeps all.
/// </summary>
/// <param name="values">In the order in which they came.</param>
/// <param name="reported">How many there were.</param>
public sealed class ReportedMetrics(IReadOnlyList<JobMetric> values, long reported) : IReadOnlyList<JobMetric>
{
    public long Reported => reported;

    public int Count => values.Count;

    public JobMetric this[int index] => values[index];

    public IEnumerator<JobMetric> GetEnumerator() => values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The last value of each name, in the order in which the names first came.</summary>
    public static IReadOnlyList<JobMetric> Last(IReadOnlyList<JobMetric> metrics)
    {
        var names = new List<string>();
        var last = new Dictionary<string, JobMetric>(StringComparer.Ordinal);
        foreach (var metric in metrics)
        {
            if (!last.ContainsKey(metric.Name))
            {
                names.Add(metric.Name);
            }

            last[metric.Name] = metric;
        }

        return [.. names.Select(name => last[name])];
    }
}
