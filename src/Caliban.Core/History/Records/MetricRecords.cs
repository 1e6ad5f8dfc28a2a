using System.Data.Common;
using Caliban.Core.History.Databases;

namespace Caliban.Core.History.Records;

/// <summary>
/// What jobs reported. All values of a name are one series, which knows its last one. SQLite has no number for
/// "not a number", so that is kept as NULL.
/// </summary>
internal static class MetricRecords
{
    public static async Task AddAsync(DatabaseSession session, long job, IReadOnlyList<JobMetric> metrics)
    {
        foreach (var group in metrics.GroupBy(metric => metric.Name, StringComparer.Ordinal))
        {
            var last = group.Last();
            var series = await session.NumberAsync(
                """
                INSERT INTO caliban_metric_series (job_id, name, last_value, last_step, last_at) VALUES (@job, @name, @value, @step, @at)
                ON CONFLICT (job_id, name) DO UPDATE SET
                    last_value = excluded.last_value, last_step = excluded.last_step, last_at = excluded.last_at
                RETURNING id
                """,
                ("job", job),
                ("name", group.Key),
                ("value", Storable(last.Value)),
                ("step", last.Step),
                ("at", last.At)).ConfigureAwait(false);
            await session.ExecuteManyAsync(
                "INSERT INTO caliban_metrics (series_id, value, step, at) VALUES (@series, @value, @step, @at)",
                [
                    .. group.Select(metric =>
                        new (string Name, object? Value)[] { ("series", series), ("value", Storable(metric.Value)), ("step", metric.Step), ("at", metric.At) }),
                ]).ConfigureAwait(false);
        }
    }

    public static async Task<IReadOnlyDictionary<long, IReadOnlyList<JobMetric>>> LastAsync(DatabaseSession session, IReadOnlyList<long> jobs)
    {
        var found = await session.QueryAsync(
            """
            SELECT s.name, s.last_value, s.last_step, s.last_at, s.job_id
            FROM given JOIN caliban_metric_series s ON s.job_id = given.id
            ORDER BY s.id
            """,
            new Rows().Add("id", jobs.Distinct()),
            reader => (Job: reader.Number(4), Metric: Read(reader))).ConfigureAwait(false);
        return found.GroupBy(row => row.Job).ToDictionary(
            group => group.Key, group => (IReadOnlyList<JobMetric>)[.. group.Select(row => row.Metric)]);
    }

    public static Task<List<JobMetric>> AllAsync(DatabaseSession session, long job) => session.QueryAsync(
        """
        SELECT s.name, m.value, m.step, m.at
        FROM caliban_metric_series s JOIN caliban_metrics m ON m.series_id = s.id
        WHERE s.job_id = @job
        ORDER BY m.step NULLS FIRST, m.at, m.id
        """,
        Read,
        ("job", job));

    private static JobMetric Read(DbDataReader reader) => new(
        reader.Text(0), reader.IsDBNull(1) ? double.NaN : reader.GetDouble(1), reader.NumberOrNull(2), reader.Time(3));

    private static double? Storable(double value) => double.IsNaN(value) ? null : value;

    public static async Task<int> ClearAsync(DatabaseSession session, long job)
    {
        var deleted = await session.ExecuteAsync(
            "DELETE FROM caliban_metrics WHERE series_id IN (SELECT s.id FROM caliban_metric_series s WHERE s.job_id = @job)", ("job", job)).ConfigureAwait(false);
        await session.ExecuteAsync("DELETE FROM caliban_metric_series WHERE job_id = @job", ("job", job)).ConfigureAwait(false);
        return deleted;
    }
}
