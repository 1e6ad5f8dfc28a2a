using Caliban.Benchmarks.Measuring;
using Caliban.Benchmarks.Reporting;

namespace Caliban.Benchmarks.Cases;

/// <summary>
/// An image in the engine, unchanged and after the change of one file, beside the bare <c>docker build</c> of the Dockerfile
/// that the SDK writes for people.
/// </summary>
internal sealed class LocalImage(Workspace workspace)
{
    private const string PeerName = "docker build";

    public async Task<IReadOnlyList<Row>> MeasureAsync(int files, int runs)
    {
        var project = new ImageProject(workspace, files);
        await new Build(project.File, "-t:CalibanBuild", "-p:CalibanEngine=docker").RunAsync();
        await project.DockerBuildAsync();
        var (unchanged, unchangedPeer, changed, changedPeer) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var run = 0; run < runs; run++)
        {
            unchanged.Add(await OursAsync(project));
            unchangedPeer.Add(await project.DockerBuildAsync());
            project.Edit();
            changed.Add(await OursAsync(project));
            changedPeer.Add(await project.DockerBuildAsync());
        }

        return
        [
            new Row($"image of {files:N0} files, unchanged, in the task", new Samples(unchanged))
            {
                PeerName = PeerName,
                Peer = new Samples(unchangedPeer),
                Goal = new Goal(Seconds: 0.3),
            },
            new Row($"image of {files:N0} files, one changed, in the task", new Samples(changed))
            {
                PeerName = PeerName,
                Peer = new Samples(changedPeer),
                Goal = new Goal(Ratio: 1.05),
            },
        ];
    }

    private static async Task<double> OursAsync(ImageProject project) =>
        (await InnerResult.OfUsAsync(ImageMeasurement.Build, project.File, expectedCount: 1)).First;
}
