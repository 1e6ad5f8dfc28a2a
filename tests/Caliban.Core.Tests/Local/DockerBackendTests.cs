using System.Text;
using Caliban.Core.Docker;
using Caliban.Core.Jobs;
using Caliban.Core.Local;
using Caliban.Core.Processes;
using Caliban.Core.Tests.Docker;
using Caliban.Core.Tests.Processes;
using Caliban.Testing;

namespace Caliban.Core.Tests.Local;

/// <summary>Real containers that nobody watches.</summary>
public sealed class DockerBackendTests : IAsyncLifetime
{
    private readonly TrialContainers _containers = DockerFactAttribute.EngineAnswers ? new() : null!;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _containers is null ? Task.CompletedTask : _containers.DisposeAsync().AsTask();

    [DockerFact]
    public async Task Many_are_told_in_one_answer()
    {
        await _containers.StartAsync(1, "exit 0");
        await _containers.StartAsync(2, "exit 3");
        await _containers.StartAsync(3, "exec sleep 1000");
        await _containers.CreateAsync(4);
        await _containers.WaitAsync(1);
        await _containers.WaitAsync(2);

        var seen = await _containers.Backend.ObserveAsync([.. Enumerable.Range(1, 5).Select(_containers.Row)], CancellationToken.None);

        Assert.Equal(
            [(BackendState.Exited, 0), (BackendState.Exited, 3), (BackendState.Running, null), (BackendState.Waiting, null), (BackendState.Unknown, (int?)null)],
            seen.Select(job => (job.State, job.ExitCode)));
        Assert.All(seen.Take(2), job => Assert.True(job.EndedAt >= job.StartedAt));
    }

    [DockerFact]
    public async Task A_container_that_was_only_made_is_settled_by_its_removal()
    {
        await _containers.CreateAsync(1);

        Assert.Equal(BackendJob.Unknown, await _containers.Backend.SettleAsync(_containers.Row(1), CancellationToken.None));
        Assert.False(await _containers.ExistsAsync(1));
    }

    [DockerFact]
    public async Task A_container_that_runs_is_found_when_it_is_settled()
    {
        await _containers.StartAsync(1, "exec sleep 1000");

        Assert.Equal(BackendState.Running, (await _containers.Backend.SettleAsync(_containers.Row(1), CancellationToken.None)).State);
    }

    [DockerFact]
    public async Task A_command_that_outlived_its_build_starts_nothing_after_it_is_settled()
    {
        var name = _containers.Name(1);
        using var orphan = new Command("/bin/sh", "-c", "sleep 1.5; exec \"$@\"", "sh", _containers.Client.Executable, "run", "--name", name, "--label", $"{DockerRunCommand.NameLabel}={name}", DockerFactAttribute.BaseImage, "true")
        {
            Environment = { [ProcessTree.MarkerVariable] = name },
        }.Start();

        var settled = await _containers.Backend.SettleAsync(_containers.Row(1), CancellationToken.None);
        await orphan.WaitForExitAsync();

        Assert.Equal(BackendJob.Unknown, settled);
        Assert.Equal(137, orphan.ExitCode);
        Assert.False(await _containers.ExistsAsync(1));
    }

    [DockerFact]
    public async Task Stopping_interrupts_all_and_kills_who_does_not_listen()
    {
        await _containers.StartAsync(1, "trap 'echo saved; exit 5' INT; echo ready; while :; do sleep 0.1; done");
        await _containers.StartAsync(2, "trap '' INT; sleep 1000");
        await _containers.StartAsync(3, "exit 0");
        await WaitForLineAsync(1, "ready");

        await _containers.Backend.StopAsync([.. Enumerable.Range(1, 4).Select(_containers.Row)], CancellationToken.None);

        var seen = await _containers.Backend.ObserveAsync([.. Enumerable.Range(1, 3).Select(_containers.Row)], CancellationToken.None);
        Assert.Equal([5, 137, 0], seen.Select(job => job.ExitCode));
    }

    [DockerFact]
    public async Task The_log_of_a_job_that_ended_unwatched_is_whole()
    {
        await _containers.StartAsync(1, "python3 -c 'print(\"größe 𝄞 \" * 3000); print(\"a\\rb\\tc\")'; printf 'no end'");
        await _containers.WaitAsync(1);
        var row = _containers.Row(1);

        await _containers.Backend.SaveLogAsync(row, CancellationToken.None);

        Assert.Equal($"{string.Concat(Enumerable.Repeat("größe 𝄞 ", 3000))}\na\rb\tc\nno end", await File.ReadAllTextAsync(row.LogPath));
        Assert.Equal([row.LogPath], Directory.GetFiles(Path.GetDirectoryName(row.LogPath)!));
    }

    [DockerFact]
    public async Task Output_is_copied_from_the_beginning_until_the_job_has_ended()
    {
        await _containers.StartAsync(1, "echo one; sleep 1; echo two; echo three >&2");
        var output = new RecordedOutput();

        await _containers.Backend.CopyOutputAsync(_containers.Row(1), output.Add, follow: true, CancellationToken.None).WaitAsync(Children.Limit);

        Assert.Equal("one\ntwo\n", Encoding.UTF8.GetString(output.Standard));
        Assert.Equal("three\n", Encoding.UTF8.GetString(output.Error));
    }

    [DockerFact]
    public async Task Released_containers_are_removed_unless_they_run()
    {
        await _containers.StartAsync(1, "exit 0");
        await _containers.StartAsync(2, "exec sleep 1000");
        await _containers.WaitAsync(1);

        await _containers.Backend.ReleaseAsync([.. Enumerable.Range(1, 3).Select(_containers.Row)], CancellationToken.None);

        Assert.False(await _containers.ExistsAsync(1));
        Assert.True(await _containers.ExistsAsync(2));
    }

    [UnixFact]
    public async Task An_engine_that_refuses_says_nothing_of_any_job()
    {
        using var docker = FakeDocker.Refusing();
        var backend = new DockerBackend(DockerClient.Find(docker.SearchPath)!);
        var row = Rows.Create("a", "");

        await Assert.ThrowsAsync<TimeoutException>(() => backend.ObserveAsync([row], CancellationToken.None));
        await Assert.ThrowsAsync<TimeoutException>(() => backend.SettleAsync(row, CancellationToken.None));
        await Assert.ThrowsAsync<TimeoutException>(() => backend.StopAsync([row], CancellationToken.None));
    }

    [UnixFact]
    public async Task An_engine_that_hangs_says_nothing_of_any_job()
    {
        using var docker = FakeDocker.Hanging();
        var backend = new DockerBackend(DockerClient.Find(docker.SearchPath)!);

        await Assert.ThrowsAsync<TimeoutException>(() => backend.ObserveAsync([Rows.Create("a", "")], CancellationToken.None));
    }

    [UnixFact]
    public async Task A_backend_that_does_not_answer_is_none()
    {
        using var docker = FakeDocker.Refusing();
        var backends = new LocalBackends(name => name == "PATH" ? docker.SearchPath : null);

        Assert.Null(await backends.FindAsync("docker", CancellationToken.None));
        Assert.IsType<ProcessBackend>(await backends.FindAsync("process", CancellationToken.None));
        Assert.Null(await backends.FindAsync("another", CancellationToken.None));
    }

    private async Task WaitForLineAsync(int job, string line)
    {
        using var limit = new CancellationTokenSource(Children.Limit);
        while (!(await _containers.AskAsync("logs", _containers.Name(job))).Contains(line, StringComparison.Ordinal))
        {
            await Task.Delay(50, limit.Token);
        }
    }
}
