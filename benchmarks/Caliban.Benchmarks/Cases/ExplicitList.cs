using Caliban.Benchmarks.Measuring;
using Caliban.Benchmarks.Reporting;

namespace Caliban.Benchmarks.Cases;

/// <summary>A long list of small objects, such as other programs write: reading, checking and expanding it.</summary>
internal sealed class ExplicitList(Workspace workspace)
{
    public async Task<IReadOnlyList<Row>> MeasureAsync(int count, int runs)
    {
        var result = await Paired.MeasureAsync(InnerMeasurement.Read, workspace.WriteList(count), count, runs);
        return
        [
            new Row($"read a list of {count:N0} objects", result.First)
            {
                PeerName = Paired.PeerName,
                Peer = result.Peer,
                Goal = new Goal(Seconds: count > 10_000 ? 1 : 0.1),
                PeakBytes = result.PeakBytes,
                Documented = count > 10_000 ? "> 600 s, 22 GB" : "29 s, 1.5 GB",
            },
            new Row("… again in the same process", result.Repeated),
        ];
    }
}
