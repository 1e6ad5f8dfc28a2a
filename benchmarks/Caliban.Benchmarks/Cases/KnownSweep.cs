using Caliban.Benchmarks.Measuring;
using Caliban.Benchmarks.Reporting;

namespace Caliban.Benchmarks.Cases;

/// <summary>What a person asks a history that has every job of a sweep: how they stand, and what would run again.</summary>
internal sealed class KnownSweep(Workspace workspace, HistoryStorage storage)
{
    public async Task<IReadOnlyList<Row>> MeasureAsync(int jobs, int runs)
    {
        var project = new SweepProject(workspace, jobs);
        await project.PlanAsync();
        var history = await FilledHistory.OfAsync(storage, project);
        return
        [
            await InTaskAsync($"status of {jobs:N0} jobs, {storage.Name}", HistoryMeasurement.Status, project.File),
            await InCommandAsync($"{jobs} succeeded", "-t:CalibanStatus", "-p:CalibanMaxJobs=0"),
            await InTaskAsync($"plan {jobs:N0} experiments, skip completed, {storage.Name}", HistoryMeasurement.Compare, project.PlanFile),
            await InCommandAsync($"{jobs} up to date", "-t:CalibanRun", "-p:CalibanDryRun=true", "-p:CalibanSkipCompleted=true"),
        ];

        async Task<Row> InTaskAsync(string title, string work, string file)
        {
            var result = await HistoryRuns.MeasureAsync(storage, history, work, file, jobs, runs);
            return new Row(title, result.First)
            {
                PeerName = result.PeerName,
                Peer = result.Peer,
                Goal = new Goal(Seconds: 1),
                PeakBytes = result.PeakBytes,
            };
        }

        async Task<Row> InCommandAsync(string expected, params string[] arguments)
        {
            var times = new List<double>();
            for (var run = 0; run < runs; run++)
            {
                times.Add(await history.InCopyAsync(async address =>
                {
                    var build = new Build(project.File, arguments) { Variables = { [Build.HistoryVariable] = address } };
                    var (seconds, output) = await build.RunAsync();
                    return output.Contains(expected, StringComparison.Ordinal)
                        ? seconds
                        : throw new InvalidOperationException($"'{expected}' was not said by {string.Join(' ', arguments)}");
                }));
            }

            return new Row("… the whole command", new Samples(times));
        }
    }
}
