using Caliban.Benchmarks.Measuring;
using Caliban.Benchmarks.Reporting;
using Caliban.Testing;

namespace Caliban.Benchmarks.Cases;

/// <summary>
/// A build that has nothing to do, beside one of the leanest project kind of Microsoft. The quickstart uses the source
/// tree, so it also pays for finding out that the tasks are up to date, which a user of the package does not.
/// </summary>
internal sealed class NoOpBuild(Workspace workspace)
{
    private const string Peer = "Microsoft.Build.NoTargets";

    public async Task<IReadOnlyList<Row>> MeasureAsync(int runs)
    {
        var ours = new Build(Path.Combine(Repository.Root, "samples", "quickstart"));
        var peer = new Build(workspace.Write("notargets/notargets.csproj", $"""
            <Project Sdk="{Peer}/3.7.0">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
            </Project>
            """));
        var (ourTimes, peerTimes) = (new List<double>(), new List<double>());
        await ours.RunAsync();
        await peer.RunAsync();
        for (var run = 0; run < runs; run++)
        {
            ourTimes.Add((await ours.RunAsync()).Seconds);
            peerTimes.Add((await peer.RunAsync()).Seconds);
        }

        return
        [
            new Row("dotnet build of the quickstart, nothing to do", new Samples(ourTimes))
            {
                PeerName = Peer,
                Peer = new Samples(peerTimes),
                Goal = new Goal(Ratio: 1.15),
            },
        ];
    }
}
