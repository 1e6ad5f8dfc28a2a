using Caliban.Benchmarks.Measuring;
using Caliban.Benchmarks.Reporting;

namespace Caliban.Benchmarks.Cases;

/// <summary>A small file that stands for many experiments: the task with its items and its text, and reading alone.</summary>
internal sealed class Expansion(Workspace workspace)
{
    public async Task<IReadOnlyList<Row>> MeasureAsync(int axes, int runs)
    {
        var file = workspace.WriteCompactConfiguration(axes);
        var count = (int)Math.Pow(10, axes);
        var task = await Paired.MeasureAsync(InnerMeasurement.Expand, file, count, runs);
        var reading = await Paired.MeasureAsync(InnerMeasurement.Read, file, count, runs);
        var isFull = count == 100_000;
        return
        [
            new Row($"expand {axes} axes to {count:N0} items and text, in the task", task.First)
            {
                PeerName = Paired.PeerName,
                Peer = task.Peer,
                Goal = isFull ? new Goal(Seconds: 0.5, Megabytes: 200) : null,
                PeakBytes = task.PeakBytes,
                Documented = isFull ? "1.5–2.0 s, 70 MB" : "0.3 s, 35 MB",
            },
            new Row("… of which reading and expanding", reading.First)
            {
                PeerName = Paired.PeerName,
                Peer = reading.Peer,
                PeakBytes = reading.PeakBytes,
            },
        ];
    }
}
