using Caliban.Benchmarks.Measuring;

namespace Caliban.Benchmarks.Cases;

/// <summary>Work on copies of a filled history, in fresh processes, in turns with Python's where that can read it.</summary>
internal sealed record HistoryRuns(IReadOnlyList<InnerResult> Ours, IReadOnlyList<InnerResult> Python)
{
    public Samples First => new([.. Ours.Select(result => result.First)]);

    public long PeakBytes => Ours.Max(result => result.PeakBytes);

    public string PeerName => Peer is null ? "" : "Python: sqlite3";

    /// <summary>Null where there is none.</summary>
    public Samples? Peer => Python.Count == 0 ? null : new([.. Python.Select(result => result.First)]);

    /// <param name="file">What the work reads beside the history.</param>
    public static async Task<HistoryRuns> MeasureAsync(
        HistoryStorage storage, FilledHistory history, string work, string file, int expectedCount, int runs)
    {
        var (ours, python) = (new List<InnerResult>(), new List<InnerResult>());
        for (var run = 0; run < runs; run++)
        {
            ours.Add(await history.InCopyAsync(address => InnerResult.OfUsAsync(work, file, expectedCount, address)));
            if (storage.HasPeer
                && await history.InCopyAsync(address => InnerResult.OfPythonAsync(work, address, expectedCount, "history.py")) is { } peer)
            {
                python.Add(peer);
            }
        }

        return new HistoryRuns(ours, python);
    }
}
