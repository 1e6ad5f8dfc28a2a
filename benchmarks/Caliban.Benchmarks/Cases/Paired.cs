using Caliban.Benchmarks.Measuring;

namespace Caliban.Benchmarks.Cases;

/// <summary>Our work and Python's in turns, each in fresh processes, so that a change of the machine's load meets both.</summary>
internal sealed record Paired(IReadOnlyList<InnerResult> Ours, IReadOnlyList<InnerResult> Python)
{
    public const string PeerName = "Python: json, itertools";

    public Samples First => new([.. Ours.Select(result => result.First)]);

    public Samples Repeated => new([.. Ours.Select(result => result.Repeated)]);

    public long PeakBytes => Ours.Max(result => result.PeakBytes);

    /// <summary>Null where there is no Python.</summary>
    public Samples? Peer => Python.Count == 0 ? null : new([.. Python.Select(result => result.First)]);

    public static async Task<Paired> MeasureAsync(string work, string file, int expectedCount, int runs)
    {
        var (ours, python) = (new List<InnerResult>(), new List<InnerResult>());
        for (var run = 0; run < runs; run++)
        {
            ours.Add(await InnerResult.OfUsAsync(work, file, expectedCount));
            if (await InnerResult.OfPythonAsync(work, file, expectedCount) is { } peer)
            {
                python.Add(peer);
            }
        }

        return new Paired(ours, python);
    }
}
