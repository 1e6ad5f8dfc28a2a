using Caliban.Benchmarks.Measuring;
using Caliban.Benchmarks.Reporting;

namespace Caliban.Benchmarks.Cases;

/// <summary>A sweep that is submitted again, to a history that has every experiment of it.</summary>
internal sealed class RepeatedSweep(Workspace workspace, HistoryStorage storage)
{
    /// <summary>The size for which there is a goal and a figure of google/caliban.</summary>
    private const int Known = 4000;

    /// <param name="counts">Of experiments, ascending.</param>
    public async Task<IReadOnlyList<Row>> MeasureAsync(IReadOnlyList<int> counts, int runs)
    {
        var rows = new List<Row>();
        var median = 0.0;
        foreach (var count in counts)
        {
            var project = new SweepProject(workspace, count);
            await project.PlanAsync();
            var history = await FilledHistory.OfAsync(storage, project);
            var result = await HistoryRuns.MeasureAsync(storage, history, HistoryMeasurement.Submit, project.PlanFile, count, runs);
            median = count == Known ? result.First.Median : median;
            rows.Add(new Row($"submit {count:N0} experiments again, {storage.Name}", result.First)
            {
                PeerName = result.PeerName,
                Peer = result.Peer,
                Goal = count == Known ? new Goal(Seconds: 1) : count > Known ? new Goal(Seconds: Math.Round(median * count / Known, 2)) : null,
                PeakBytes = result.PeakBytes,
                Documented = count == Known ? "77 s" : "",
            });
        }

        return rows;
    }
}
