using Caliban.Core.History;
using Caliban.Core.Jobs.Remote;

namespace Caliban.Core.Jobs.Journal;

/// <summary>What became of jobs that other builds run.</summary>
/// <param name="Ended">Their results, by the place of their experiment in the plan.</param>
/// <param name="Planned">Jobs that were never started, because their build ended; planned anew for this one.</param>
/// <param name="Adopted">Jobs that run on after their build has ended, and are this build's now.</param>
internal sealed record JoinedNews(
    IReadOnlyList<(int Position, JobResult Result)> Ended,
    IReadOnlyList<(int Position, long Id, int Attempt)> Planned,
    IReadOnlyList<(int Position, RecordedJob Row)> Adopted);

/// <summary>Jobs of other builds whose results this sweep waits for. When such a build ends before they do, they become this one's.</summary>
internal sealed class JoinedJobs(SweepRun run, SweepJournal journal, Reconciler reconciler)
{
    /// <summary>Every so many looks at the history the other builds themselves are looked at.</summary>
    private const int LooksBetweenReconciliations = 8;

    private readonly Dictionary<long, List<int>> _positions = [];
    private int _looks;
    private bool _hasUnclear;

    public int Count => _positions.Count;

    /// <summary>Two experiments that are the same have one job.</summary>
    public void Add(int position, long job) =>
        (_positions.TryGetValue(job, out var positions) ? positions : _positions[job] = []).Add(position);

    public async Task<JoinedNews> PollAsync(CancellationToken cancellationToken)
    {
        if (++_looks % LooksBetweenReconciliations == 0 || _hasUnclear)
        {
            await reconciler.RunAsync(cancellationToken).ConfigureAwait(false);
        }

        _hasUnclear = false;
        var ended = new List<(int, JobResult)>();
        var planned = new List<(int, long, int)>();
        var adopted = new List<(int, RecordedJob)>();
        var rows = await journal.History.JobsAsync(new JobQuery { Ids = [.. _positions.Keys] }, cancellationToken).ConfigureAwait(false);
        foreach (var row in rows)
        {
            if (row.WasNeverStarted)
            {
                var positions = Remove(row.Id);
                var id = await journal.RetryAsync(row.Id).ConfigureAwait(false);
                planned.Add((positions[0], id, row.Attempt + 1));
                Join(positions.Skip(1), id);
            }
            else if (row.State.IsFinal())
            {
                ended.AddRange(Remove(row.Id).Select(position => (position, Recorded(position, row))));
            }
            else if (row is { State: JobState.Submitting, IsRemote: true })
            {
                // Should its build have ended, only the backend knows whether it was sent, and who adopted it now would call it lost.
                _hasUnclear = true;
            }
            else if (row.State.IsActive() && await journal.AdoptAsync(row.Id, cancellationToken).ConfigureAwait(false))
            {
                var positions = Remove(row.Id);
                adopted.Add((positions[0], row));
                Join(positions.Skip(1), row.Id);
            }
        }

        // A row that is gone was forgotten by somebody; its experiment has no result.
        foreach (var (id, _) in _positions.ExceptBy(rows.Select(row => row.Id), pair => pair.Key).ToList())
        {
            Remove(id);
        }

        return new JoinedNews(ended, planned, adopted);
    }

    /// <summary>How they stand, for who does not wait for them: what another build is about to submit is as good as submitted.</summary>
    public async Task<IReadOnlyList<(int Position, JobResult Result)>> StandingAsync(CancellationToken cancellationToken)
    {
        var rows = Count == 0 ? [] : await journal.History.JobsAsync(new JobQuery { Ids = [.. _positions.Keys] }, cancellationToken).ConfigureAwait(false);
        return
        [
            .. rows.SelectMany(row => _positions[row.Id].Select(position => (
                position,
                row.State.IsFinal() ? Recorded(position, row) : new JobResult(
                    run.Plan.Jobs[position], row.State == JobState.Running ? JobState.Running : JobState.Submitted, null, TimeSpan.Zero, "")
                {
                    JobId = row.Id,
                    Attempts = row.Attempt,
                    Link = row.Link,
                }))),
        ];
    }

    private JobResult Recorded(int position, RecordedJob row)
    {
        var job = run.Plan.Jobs[position];
        return row.IsRemote ? new RemoteReport(run.Plan, job, row).Recorded() : new JobReport(job, row.LogPath, run.Plan).Recorded(row);
    }

    private List<int> Remove(long job)
    {
        _positions.Remove(job, out var positions);
        return positions ?? [];
    }

    private void Join(IEnumerable<int> positions, long job)
    {
        foreach (var position in positions)
        {
            Add(position, job);
        }
    }
}
