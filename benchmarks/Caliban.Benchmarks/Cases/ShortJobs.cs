using System.Globalization;
using Caliban.Benchmarks.Measuring;
using Caliban.Benchmarks.Reporting;
using Caliban.Testing;

namespace Caliban.Benchmarks.Cases;

/// <summary>
/// Short jobs, a few at once, beside the same program started by xargs, which writes nothing down. The ideal is one job
/// alone, times the jobs that each place has to run.
/// </summary>
/// <param name="engine"><c>process</c>, <c>docker</c>.</param>
internal sealed class ShortJobs(Workspace workspace, HistoryStorage storage, string engine)
{
    private const int Places = 4;
    private const double AllowedRatio = 1.1;

    public async Task<IReadOnlyList<Row>> MeasureAsync(int jobs, int runs)
    {
        var (project, plan, script) = Project(jobs);
        await new Build(project, engine == "docker" ? "-t:Build;CalibanBuild" : "-t:Build").RunAsync();
        var address = await storage.CreateAsync();
        var (ours, peer, alone) = (new List<double>(), new List<double>(), new List<double>());
        for (var run = 0; run < runs; run++)
        {
            ours.Add((await InnerResult.OfUsAsync(HistoryMeasurement.Run, plan, jobs, address)).First);
            peer.Add(await Timed.RunAsync(Pool(script, jobs)));
            alone.Add(await Timed.RunAsync(new Command(Bare(script)[0], Bare(script)[1..])));
        }

        var ideal = new Samples(alone).Median * jobs / Places;
        return
        [
            new Row($"{jobs} jobs of 0.5 s, {Places} at once, {engine}, {storage.Name}", new Samples(ours))
            {
                PeerName = engine == "docker" ? "xargs, docker run" : "xargs",
                Peer = new Samples(peer),
                Goal = new Goal(Seconds: Math.Round(AllowedRatio * ideal, 2), Ratio: AllowedRatio),
            },
        ];
    }

    private string[] Bare(string script) => engine == "docker"
        ? ["docker", "run", "--rm", DockerFactAttribute.BaseImage, "sleep", "0.5"]
        : ["bash", script];

    private Command Pool(string script, int jobs) => new("xargs", ["-P", $"{Places}", "-I", "{}", .. Bare(script)])
    {
        Input = string.Concat(Enumerable.Range(0, jobs).Select(job => string.Create(CultureInfo.InvariantCulture, $"{job}\n"))),
    };

    private (string Project, string Plan, string Script) Project(int jobs)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"short-{engine}-{storage.Name}");
        var script = workspace.Write($"{name}/job.sh", "sleep 0.5\n");
        var experiments = System.Security.SecurityElement.Escape(workspace.WriteList(jobs));
        var project = workspace.Write($"{name}/short.csproj", $"""
            <Project Sdk="Caliban.Sdk">
              <PropertyGroup>
                <CalibanModule>job.sh</CalibanModule>
                <CalibanEngine>{engine}</CalibanEngine>
                <CalibanMaxParallel>{Places}</CalibanMaxParallel>
                <NoWarn>CAL4001</NoWarn>
              </PropertyGroup>
              <ItemGroup>
                <ExperimentConfig Include="{experiments}" />
              </ItemGroup>
            </Project>
            """);
        return (project, Path.Combine(Path.GetDirectoryName(project)!, "obj", "caliban", "plan.json"), script);
    }
}
