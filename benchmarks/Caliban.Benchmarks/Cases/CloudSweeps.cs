using System.Globalization;
using Caliban.Benchmarks.Measuring;
using Caliban.Benchmarks.Reporting;
using Caliban.Core.GoogleCloud;
using Caliban.Core.GoogleCloud.Vertex;
using Caliban.Core.GoogleCloud.Vertex.Jobs;
using Caliban.Core.Hardware;
using Caliban.Emulator;
using Caliban.Emulator.Jobs;
using Caliban.Emulator.Quotas;

namespace Caliban.Benchmarks.Cases;

/// <summary>Jobs for Vertex AI, at an emulator in this process.</summary>
internal sealed class CloudSweeps(Workspace workspace)
{
    private const string Image = "europe-docker.pkg.dev/caliban-emulator/team/image@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static readonly JobTimes ForEver = new() { Running = null };

    /// <summary>Many at once, beside a client that sends one after the other over one connection.</summary>
    public async Task<IReadOnlyList<Row>> SubmitAsync(int jobs, int runs)
    {
        var (ours, peer) = (new List<double>(), new List<double>());
        for (var run = 0; run < runs; run++)
        {
            await using var cloud = await GoogleCloudEmulator.StartAsync(new EmulatorOptions { Latency = TimeSpan.FromMilliseconds(50), Times = ForEver });
            var request = await PrepareAsync(cloud, jobs, perMinute: 0);
            ours.Add((await InnerResult.OfUsAsync(CloudMeasurement.Submit, request, jobs, NewHistory())).First);
            Require(cloud.Jobs.Count == jobs, $"{cloud.Jobs.Count} jobs were made");
            if (run == 0)
            {
                peer.Add(await InnerResult.OfPythonAsync(
                    jobs, "cloud.py", cloud.Url, cloud.MakeToken(), cloud.Project.Id, jobs.ToString(CultureInfo.InvariantCulture)) is { } result ? result.First : 0);
            }
        }

        return
        [
            new Row($"submit {jobs:N0} jobs, 50 ms latency", new Samples(ours))
            {
                PeerName = "Python: http.client, one by one",
                Peer = peer[0] > 0 ? new Samples(peer) : null,
                Goal = new Goal(Ratio: 0.05),
            },
        ];
    }

    /// <summary>Under the limit that Google sets, which may not be exceeded once.</summary>
    public async Task<IReadOnlyList<Row>> LimitAsync(int jobs)
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync(
            new EmulatorOptions { Rates = new RateLimits { SlidingMinute = true }, Times = ForEver, Latency = TimeSpan.FromMilliseconds(50) });
        var request = await PrepareAsync(cloud, jobs, perMinute: 60);
        var seconds = (await InnerResult.OfUsAsync(CloudMeasurement.Submit, request, jobs, NewHistory())).First;
        Require(!cloud.Requests.Refused.Any(), "a call was refused");
        return
        [
            new Row($"submit {jobs:N0} jobs, 60 a minute, none refused", new Samples([seconds])) { Goal = new Goal(Seconds: Math.Round(jobs / 0.95, 1)) },
        ];
    }

    /// <summary>Every job is asked about.</summary>
    public async Task<IReadOnlyList<Row>> StatusAsync(int jobs, int runs)
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync(new EmulatorOptions { Times = ForEver });
        var (request, history) = (await PrepareAsync(cloud, jobs, perMinute: 0), NewHistory());
        await InnerResult.OfUsAsync(CloudMeasurement.Submit, request, jobs, history);
        var results = new List<InnerResult>();
        for (var run = 0; run < runs; run++)
        {
            results.Add(await InnerResult.OfUsAsync(CloudMeasurement.Status, request, jobs, history));
        }

        return
        [
            new Row($"status of {jobs:N0} jobs at Vertex AI, all asked about", new Samples([.. results.Select(result => result.First)]))
            {
                Goal = new Goal(Seconds: 2),
                PeakBytes = results.Max(result => result.PeakBytes),
            },
        ];
    }

    public async Task<IReadOnlyList<Row>> DryRunAsync(int jobs, int runs)
    {
        var project = new SweepProject(workspace, jobs);
        var build = new Build(project.File, "-t:CalibanCloud", "-p:CalibanDryRun=true", "-p:GpuSpec=2xV100", "-p:CalibanProjectId=caliban-emulator", $"-p:CalibanImageTag={Image}");
        var times = new List<double>();
        await build.RunAsync();
        for (var run = 0; run < runs; run++)
        {
            var (seconds, output) = await build.RunAsync();
            Require(output.Contains($"{jobs} jobs, none of them submitted", StringComparison.Ordinal), output);
            times.Add(seconds);
        }

        return
        [
            new Row($"dotnet build -t:CalibanCloud, dry, {jobs:N0} jobs", new Samples(times)) { Goal = new Goal(Seconds: 1.5), Documented = "1.4 s" },
        ];
    }

    private string NewHistory() => workspace.PathOf($"histories/{Guid.NewGuid():N}.db");

    /// <returns>The file of a <see cref="CloudRequest"/>.</returns>
    private async Task<string> PrepareAsync(GoogleCloudEmulator cloud, int jobs, int perMinute)
    {
        var project = new SweepProject(workspace, jobs);
        await project.PlanAsync();
        var key = cloud.WriteServiceAccountKey(Path.GetDirectoryName(workspace.PathOf($"keys/{cloud.Port}/any"))!);
        var hardware = new HardwareChoice { MachineType = "n1-highcpu-32", Region = "us-central1" };
        var target = new VertexTarget
        {
            ProjectId = cloud.Project.Id,
            Region = hardware.Region,
            Hardware = [hardware],
            Template = new CustomJobSpecification { DisplayName = "bench", Image = "", Hardware = hardware },
            SubmissionsPerMinute = perMinute,
            Wait = false,
            Google = new GoogleCloudSettings { CloudKey = key, VertexEndpoint = cloud.Url, LoggingEndpoint = cloud.Url },
        };
        var settings = new Dictionary<string, string>
        {
            ["CalibanCloudKey"] = key,
            ["CalibanVertexEndpoint"] = cloud.Url,
            ["CalibanLoggingEndpoint"] = cloud.Url,
        };
        var file = workspace.PathOf(string.Create(CultureInfo.InvariantCulture, $"requests/{cloud.Port}.json"));
        new CloudRequest(project.File, project.PlanFile, VertexTargetText.Write(target), Image, settings).Write(file);
        return file;
    }

    private static void Require(bool condition, string problem)
    {
        if (!condition)
        {
            throw new InvalidOperationException(problem);
        }
    }
}
