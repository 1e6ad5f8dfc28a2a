using System.Text.Json;
using Caliban.Core.Cloud;
using Caliban.Core.Diagnostics;
using Caliban.Core.Jobs;
using Caliban.Core.Projects;
using Caliban.Core.Tests.GoogleCloud.Emulator;

namespace Caliban.Core.Tests.Cloud;

/// <summary>What would be sent, shown or written, without asking anybody.</summary>
public sealed class VertexPreviewTests : IAsyncLifetime
{
    private CloudTrial? _trial;

    private CloudTrial Trial => _trial!;

    public async Task InitializeAsync() => _trial = await CloudTrial.StartAsync();

    public Task DisposeAsync() => Trial.DisposeAsync().AsTask();

    [Fact]
    public async Task Each_request_is_shown_and_nobody_is_asked()
    {
        Trial.GpuSpecs.AddRange([new DeclaredItem("GpuSpec", "2xV100", Trial.ProjectFile), new DeclaredItem("GpuSpec", "1xT4", Trial.ProjectFile)]);

        var lines = VertexPreview.Lines(Trial.Plan(3), await Trial.DeclareAsync(), CloudTrial.Image, Trial.Observer).ToList();

        Assert.Equal($"jobs would go to projects/{Trial.Cloud.Project.Id}/locations/us-central1: 2 V100 GPUs on n1-standard-8 in us-central1", lines[0]);
        Assert.StartsWith("  or, where that cannot be had: 1 T4 GPU on ", lines[1]);
        Assert.Equal("3 jobs, none of them submitted: this is a dry run.", lines[^1]);
        Assert.Equal(["job 1 rate=1: {", "job 2 rate=2: {", "job 3 rate=3: {"], lines[2..^1].Select(line => line.Split('\n')[0].TrimEnd('\r')));
        Assert.Empty(Trial.Cloud.Requests);
        Assert.False(File.Exists(Path.Combine(Trial.Folder, "caliban.db")));
    }

    [Fact]
    public async Task Of_many_jobs_each_is_one_line()
    {
        var lines = VertexPreview.Lines(Trial.Plan(11), await Trial.DeclareAsync(), CloudTrial.Image, Trial.Observer).ToList();

        Assert.Equal(13, lines.Count);
        Assert.All(lines, line => Assert.DoesNotContain('\n', line));
    }

    [Fact]
    public async Task What_is_shown_is_what_the_service_takes()
    {
        var lines = VertexPreview.Lines(Trial.Plan(11), await Trial.DeclareAsync(), CloudTrial.Image, Trial.Observer).ToList();
        using var client = new EmulatorClient(Trial.Cloud);

        foreach (var line in lines[1..^1])
        {
            var reply = await client.CreateAsync(System.Text.Json.Nodes.JsonNode.Parse(line[line.IndexOf('{', StringComparison.Ordinal)..])!);
            Assert.True(reply.Status == 200, reply.Body);
        }

        Trial.AssertEachOnce(11);
    }

    [Fact]
    public async Task Files_hold_the_same_requests()
    {
        Trial.Properties["CalibanExport"] = "out/jobs.json";
        var (plan, target) = (Trial.Plan(2), await Trial.DeclareAsync());

        var files = await VertexSweep.ExportAsync(plan, target, CloudTrial.Image, Trial.Observer, CancellationToken.None);

        Assert.Equal(["jobs_0.json", "jobs_1.json"], files.Select(Path.GetFileName));
        Assert.Equal(
            ["--rate", "2"],
            JsonDocument.Parse(await File.ReadAllTextAsync(files[1])).RootElement.GetProperty("jobSpec").GetProperty("workerPoolSpecs")[0]
                .GetProperty("containerSpec").GetProperty("args").EnumerateArray().Select(argument => argument.GetString()));
        Assert.Empty(Trial.Cloud.Requests);
    }

    [Fact]
    public async Task More_variables_than_a_job_may_have_are_said_and_not_sent()
    {
        var plan = Trial.Plan(1) with { Environment = [.. Enumerable.Range(1, 99).Select(index => new JobVariable($"V{index}", "1"))] };
        var target = await Trial.DeclareAsync();

        var refused = Assert.Throws<DiagnosticException>(() => VertexPreview.Lines(plan, target, CloudTrial.Image, Trial.Observer).ToList());

        Assert.Equal(("CAL5033", Trial.ProjectFile), (refused.Diagnostics[0].Descriptor.Code, refused.Diagnostics[0].Location.File));
        var result = await Trial.RunAsync(plan);
        Assert.Equal("CAL5033", Assert.Single(result.Jobs).Failure!.Descriptor.Code);
        Assert.Empty(Trial.Cloud.Jobs);
    }
}
