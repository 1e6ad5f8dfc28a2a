namespace Caliban.Benchmarks;

/// <summary>How much is measured, and how often.</summary>
/// <param name="Builds">Pairs of no-op builds.</param>
/// <param name="Runs">Runs of everything else.</param>
/// <param name="Axes">Of the compact configuration, each with ten values.</param>
/// <param name="Files">Of a project whose image is built.</param>
/// <param name="Counts">Lengths of explicit lists and numbers of jobs.</param>
/// <param name="Sweeps">Numbers of experiments that are submitted again, ascending.</param>
/// <param name="ShortJobs">Of a sweep that is run.</param>
/// <param name="CloudJobs">Of a sweep that is submitted elsewhere.</param>
internal sealed record Scale(
    string Description, int Builds, int Runs, int Axes, IReadOnlyList<int> Counts, IReadOnlyList<int> Files, IReadOnlyList<int> Sweeps, int ShortJobs, int CloudJobs)
{
    public static Scale Full { get; } = new(
        "full size", Builds: 11, Runs: 7, Axes: 5, [10_000, 100_000], Files: [300, 20_000], Sweeps: [1000, 4000, 100_000], ShortJobs: 40, CloudJobs: 1000);

    /// <summary>For continuous integration: shows that everything works, and figures only roughly.</summary>
    public static Scale Small { get; } = new(
        "small size", Builds: 1, Runs: 1, Axes: 4, [10_000], Files: [300], Sweeps: [1000, 4000], ShortJobs: 40, CloudJobs: 200);
}
