using System.Text;
using Caliban.Core.Docker;
using Caliban.Core.Jobs;
using Caliban.Core.Local;
using Caliban.Core.Tests.Jobs;
using Caliban.Core.Tests.Processes;
using Caliban.Testing;

namespace Caliban.Core.Tests.Local;

/// <summary>Jobs in real containers of an image that is used as it is.</summary>
public sealed class DockerJobTests : IAsyncLifetime
{
    private readonly TrialContainers _containers = DockerFactAttribute.EngineAnswers ? new() : null!;
    private readonly RecordedOutput _output = new();
    private int _receipts;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _containers is null ? Task.CompletedTask : _containers.DisposeAsync().AsTask();

    [DockerFact]
    public async Task A_container_stays_until_it_is_released()
    {
        var engine = await EngineAsync();

        Assert.Equal(JobOutcome.Exited(3), await RunAsync(engine, 1, "echo out; echo err >&2; exit 3"));
        Assert.Equal(JobOutcome.Exited(0), await RunAsync(engine, 2, "exit 0"));
        Assert.Equal(JobOutcome.Exited(137), await RunAsync(engine, 3, "kill -KILL $$"));
        Assert.Equal(3, _receipts);
        Assert.Equal("out\n", Encoding.UTF8.GetString(_output.Standard));
        Assert.Equal("err\n", Encoding.UTF8.GetString(_output.Error));
        Assert.True(await _containers.ExistsAsync(1));

        foreach (var job in Enumerable.Range(1, 3))
        {
            engine.Release(Launch(job, ""));
        }

        await engine.CleanUpAsync();
        Assert.False(await _containers.ExistsAsync(1));
        Assert.False(await _containers.ExistsAsync(2));
        Assert.False(await _containers.ExistsAsync(3));
    }

    [DockerFact]
    public async Task A_job_that_an_earlier_build_started_is_followed_instead_of_started_again()
    {
        await _containers.StartAsync(1, "echo first; sleep 1; exit 4");
        var engine = await EngineAsync();

        Assert.Equal(JobOutcome.Exited(4), await RunAsync(engine, 1, "echo second"));

        Assert.Equal("first\n", Encoding.UTF8.GetString(_output.Standard));
        Assert.Equal(1, _receipts);
    }

    [DockerFact]
    public async Task A_container_that_an_earlier_build_only_made_is_started()
    {
        await _containers.CreateAsync(1);
        await _containers.CreateAsync(2);
        var engine = await EngineAsync();

        Assert.Equal(JobOutcome.Exited(0), await RunAsync(engine, 1, "echo again"));
        Assert.Equal(JobOutcome.Exited(0), await FollowAsync(engine, 2));

        Assert.Equal("started\nstarted\n", Encoding.UTF8.GetString(_output.Standard));
    }

    [DockerFact]
    public async Task A_followed_job_has_its_output_from_the_beginning_and_its_exit_code()
    {
        var engine = await EngineAsync();
        await _containers.StartAsync(1, "echo one; echo two >&2; sleep 1; printf größe; exit 9");
        await _containers.StartAsync(2, "exit 0");
        await _containers.WaitAsync(2);

        Assert.Equal(JobOutcome.Exited(9), await FollowAsync(engine, 1));
        Assert.Equal("one\ngröße", Encoding.UTF8.GetString(_output.Standard));
        Assert.Equal("two\n", Encoding.UTF8.GetString(_output.Error));
        Assert.Equal(JobOutcome.Exited(0), await FollowAsync(engine, 2));
        Assert.Equal(JobOutcome.Lost, await FollowAsync(engine, 3));
    }

    [DockerFact]
    public async Task A_stop_of_a_followed_job_interrupts_it_and_has_its_last_words()
    {
        var engine = await EngineAsync();
        await _containers.StartAsync(1, "trap 'echo saved; exit 5' INT; echo ready; while :; do sleep 0.1; done");
        using var stop = new CancellationTokenSource();
        var following = engine.FollowAsync(Launch(1, ""), process: null, _output.Add, stop.Token);
        await _output.WaitForAsync("ready");

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following.WaitAsync(Children.Limit));
        Assert.Equal("ready\nsaved\n", Encoding.UTF8.GetString(_output.Standard));
        Assert.Equal(5, (await _containers.Backend.ObserveAsync([_containers.Row(1)], CancellationToken.None))[0].ExitCode);
    }

    [DockerFact]
    public async Task A_stopped_job_leaves_no_container()
    {
        var engine = await EngineAsync();
        using var stop = new CancellationTokenSource();
        var running = engine.RunAsync(Launch(1, "echo ready; exec sleep 1000"), _output.Add, Accept, stop.Token);
        await _output.WaitForAsync("ready");

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Children.Limit));
        await engine.CleanUpAsync();
        Assert.False(await _containers.ExistsAsync(1));
    }

    [DockerFact]
    public async Task A_job_that_cannot_be_written_down_runs_on()
    {
        var engine = await EngineAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => engine.RunAsync(
            Launch(1, "exec sleep 1000"), _output.Add, _ => throw new InvalidOperationException("the history is full"), CancellationToken.None));
        await engine.CleanUpAsync();

        using var limit = new CancellationTokenSource(Children.Limit);
        while (await PhaseAsync(1) is not ContainerPhase.Running)
        {
            await Task.Delay(50, limit.Token);
        }
    }

    [DockerFact]
    public async Task Variables_limits_and_the_metrics_file_reach_the_job()
    {
        var metrics = Path.Combine(_containers.Folder, "metrics", "a, b", "metrics.jsonl");
        var engine = await EngineAsync(plan => plan with
        {
            CpusPerJob = 0.5,
            MemoryPerJob = 64 * 1024 * 1024,
            Environment = [new JobVariable("DECLARED", "a b"), new JobVariable("HOME", "/tmp"), new JobVariable("NOT_SET_ANYWHERE", null)],
        });
        const string Script = """
            echo "$DECLARED $HOME ${NOT_SET_ANYWHERE-unset}"
            echo '{"loss": 1}' >"$CALIBAN_METRICS"
            """;

        var outcome = await engine.RunAsync(Launch(1, Script) with { MetricsPath = metrics }, _output.Add, Accept, CancellationToken.None);

        Assert.Equal(JobOutcome.Exited(0), outcome);
        Assert.Equal("a b /tmp unset\n", Encoding.UTF8.GetString(_output.Standard));
        Assert.Equal("{\"loss\": 1}\n", await File.ReadAllTextAsync(metrics));
        Assert.Equal(
            "500000000 67108864 67108864",
            (await _containers.AskAsync("inspect", "--format", "{{.HostConfig.NanoCpus}} {{.HostConfig.Memory}} {{.HostConfig.MemorySwap}}", _containers.Name(1))).Trim());
    }

    [DockerFact]
    public async Task An_image_that_is_used_as_it_is_is_known_by_its_id()
    {
        var engine = await EngineAsync();
        var id = (await _containers.AskAsync("image", "inspect", "--format", "{{.Id}}", DockerFactAttribute.BaseImage)).Trim();

        var image = await engine.IdentifyAsync(CancellationToken.None);

        Assert.Equal((id, DockerFactAttribute.BaseImage, id), (image.Identity, image.Reference, image.Digest));
        Assert.Empty(image.Inputs);
        Assert.Equal(id, await engine.PrepareAsync(_ => { }, CancellationToken.None));
    }

    private async Task<IJobEngine> EngineAsync(Func<SweepPlan, SweepPlan>? change = null)
    {
        var plan = Plans.Create(1, _containers.Folder) with { ImageTag = DockerFactAttribute.BaseImage, Engine = EngineChoice.Docker, MountCredentials = false };
        var engine = new DockerJobEngine(
            (change?.Invoke(plan) ?? plan).Run(), new DockerEngine(_containers.Client, new Version(20, 10), new Version(20, 10)), Environment.GetEnvironmentVariable);
        await engine.PrepareAsync(_ => { }, CancellationToken.None);
        return engine;
    }

    private JobLaunch Launch(int job, string script) =>
        new(new PlannedJob(job, "", ["sh", "-c", script]), job, _containers.Name(job), _containers.Row(job).LogPath, "", []);

    private Task<JobOutcome> RunAsync(IJobEngine engine, int job, string script) =>
        engine.RunAsync(Launch(job, script), _output.Add, Accept, CancellationToken.None).WaitAsync(Children.Limit);

    private Task<JobOutcome> FollowAsync(IJobEngine engine, int job) =>
        engine.FollowAsync(Launch(job, ""), process: null, _output.Add, CancellationToken.None).WaitAsync(Children.Limit);

    private async Task<ContainerPhase?> PhaseAsync(int job) =>
        (await new Container(_containers.Client, _containers.Name(job)).FindAsync(CancellationToken.None))?.Phase;

    private Task Accept(JobReceipt receipt)
    {
        _receipts++;
        return Task.CompletedTask;
    }
}
