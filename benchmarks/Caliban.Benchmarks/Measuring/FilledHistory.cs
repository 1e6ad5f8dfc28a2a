using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Jobs.Journal;
using Caliban.Core.Local;

namespace Caliban.Benchmarks.Measuring;

/// <summary>A history in which every experiment of a project has succeeded once. Each run gets a copy of it.</summary>
internal sealed class FilledHistory
{
    // As a run of the sweep leaves it; a transaction for each step of 100 000 jobs would take many minutes.
    private const string Success =
        """
        UPDATE caliban_jobs SET
            state = 4, claimed_by = run_id, backend = 'process', remote_name = 'caliban-sweep-0a1b2c3d-' || id,
            process_id = 4711, process_start = '0a1b2c3d-0000-0000-0000-000000000000/123456', exit_code = 0,
            log_path = '/home/person/projects/sweep/obj/caliban/logs/20261127-101112-1a2b/' || id || '.log',
            submitted_at = created_at + 1000, started_at = created_at + 1100, ended_at = created_at + 61100;
        INSERT INTO caliban_job_events (job_id, at, state, detail)
            SELECT j.id, j.started_at, s.state, '' FROM caliban_jobs j
            CROSS JOIN (SELECT 1 AS state UNION ALL SELECT 3 UNION ALL SELECT 4) s ORDER BY j.id, s.state;
        INSERT INTO caliban_metric_series (job_id, name, last_value, last_step, last_at)
            SELECT j.id, m.name, m.value, 10, j.ended_at FROM caliban_jobs j
            CROSS JOIN (SELECT 'loss' AS name, 0.125 AS value UNION ALL SELECT 'accuracy', 0.96875) m ORDER BY j.id;
        UPDATE caliban_runs SET ended_at = started_at + 3600000;
        """;

    private readonly HistoryStorage _storage;
    private readonly string _address;

    private FilledHistory(HistoryStorage storage, string address) => (_storage, _address) = (storage, address);

    public static async Task<FilledHistory> OfAsync(HistoryStorage storage, SweepProject project)
    {
        var address = await storage.CreateAsync();
        var plan = await PlanFile.ReadAsync(project.PlanFile, CancellationToken.None);
        await using (var history = await HistoryStore.OpenAsync("", _ => address, SourceLocation.None, CancellationToken.None))
        {
            var run = SweepRun.Start(plan);
            var engine = new LocalEngines(Environment.GetEnvironmentVariable).Preview(run);
            await SweepSubmission.BeginAsync(
                history, run, engine.Backend, engine.IdentifyAsync, [], continuesGroup: false, Environment.GetEnvironmentVariable, TimeProvider.System, CancellationToken.None);
        }

        await storage.ExecuteAsync(address, Success);
        // PostgreSQL does so by itself, a minute later
        await storage.ExecuteAsync(address, "ANALYZE");
        return new FilledHistory(storage, address);
    }

    /// <param name="work">Gets the address of a copy that nobody has used.</param>
    public async Task<T> InCopyAsync<T>(Func<string, Task<T>> work)
    {
        var copy = await _storage.CopyAsync(_address);
        var result = await work(copy);
        await _storage.DeleteAsync(copy);
        return result;
    }
}
