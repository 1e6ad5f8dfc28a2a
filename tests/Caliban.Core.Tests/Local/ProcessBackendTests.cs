using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Local;
using Caliban.Core.Processes;
using Caliban.Core.Tests.Processes;

namespace Caliban.Core.Tests.Local;

public sealed class ProcessBackendTests : IDisposable
{
    private readonly AbandonedJob _job = new();
    private readonly ProcessBackend _backend = new();

    public void Dispose() => _job.Dispose();

    [UnixFact]
    public async Task A_job_runs_and_then_has_ended()
    {
        var gate = Path.Combine(_job.Folder, "gate");
        await _job.StartAsync(Children.Shell("while ! test -f \"$1\"; do sleep 0.05; done; exit 3", gate));
        var running = await ObserveAsync();

        await File.WriteAllTextAsync(gate, "");
        await _job.EndAsync();
        var ended = await ObserveAsync();

        Assert.Equal((BackendState.Running, null, _job.Control.Process), (running.State, running.ExitCode, running.Process));
        Assert.Equal((BackendState.Exited, 3), (ended.State, ended.ExitCode));
        Assert.Equal(running.StartedAt, ended.StartedAt);
        Assert.True(ended.EndedAt >= ended.StartedAt);
    }

    [Fact]
    public async Task A_job_that_was_never_started_is_unknown() => Assert.Equal(BackendJob.Unknown, await ObserveAsync());

    [UnixFact]
    public async Task A_job_that_vanished_is_unknown()
    {
        await _job.StartAsync(Children.Shell("exec sleep 1000"));
        ProcessTree.End(_job.Control.Process!.Id, _job.Row.RemoteName);
        await _job.EndAsync();

        Assert.Equal(BackendJob.Unknown, await ObserveAsync());
    }

    [UnixFact]
    public async Task A_settled_job_is_never_started()
    {
        Assert.Equal(BackendJob.Unknown, await SettleAsync());

        var outcome = await _job.Job.RunAsync(_ => Children.Shell(":"), _ => { }, (_, _) => { }, _ => Task.CompletedTask, CancellationToken.None);

        Assert.Equal(JobEnd.NotStarted, outcome.End);
        Assert.Equal(BackendJob.Unknown, await SettleAsync());
    }

    [UnixFact]
    public async Task A_job_that_runs_is_found_when_it_is_settled()
    {
        await _job.StartAsync(Children.Shell("exec sleep 1000"));

        var found = await SettleAsync();

        Assert.Equal((BackendState.Running, _job.Control.Process), (found.State, found.Process));
    }

    [UnixFact]
    public async Task A_job_that_was_killed_before_it_had_a_name_is_unknown()
    {
        Directory.CreateDirectory(_job.Control.Path);
        await File.WriteAllTextAsync(Path.Combine(_job.Control.Path, "started"), "");

        Assert.Equal(BackendJob.Unknown, await SettleAsync());
    }

    [LinuxFact]
    public async Task Stopping_ends_all_of_them()
    {
        using var other = new AbandonedJob();
        var ready = Path.Combine(_job.Folder, "ready");
        await _job.StartAsync(Children.Script(
            """
            import sys, time
            try:
                print("ready", file=open(sys.argv[1], "w"), flush=True)
                time.sleep(1000)
            except KeyboardInterrupt:
                sys.exit(5)
            """,
            ready));
        await Children.WaitForLineAsync(ready);
        await other.StartAsync(Children.Shell("trap '' INT; sleep 1000 & sleep 1000"));

        await _backend.StopAsync([_job.Row, other.Row, Rows.Create("caliban-mnist-0a1b-9", _job.Row.LogPath)], CancellationToken.None);

        Assert.Equal((BackendState.Exited, 5), (await ObserveAsync()) is { } ended ? (ended.State, ended.ExitCode) : default);
        Assert.False(ProcessTree.HasMarked(_job.Row.RemoteName));
        Assert.False(ProcessTree.HasMarked(other.Row.RemoteName));
    }

    [UnixFact]
    public async Task The_log_of_a_job_that_ended_unwatched_is_whole()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_job.Row.LogPath)!);
        await File.WriteAllTextAsync(_job.Row.LogPath, "the beginning, as the dead build wr");
        await _job.StartAsync(Children.Shell("printf 'out\\nno end'; echo err >&2"));
        await _job.EndAsync();

        await _backend.SaveLogAsync(_job.Row, CancellationToken.None);

        Assert.Equal(["err", "no end", "out"], (await File.ReadAllLinesAsync(_job.Row.LogPath)).Order(StringComparer.Ordinal));
        Assert.Equal([_job.Row.LogPath], Directory.GetFiles(Path.GetDirectoryName(_job.Row.LogPath)!));
    }

    [UnixFact]
    public async Task A_log_stays_when_there_is_nothing_to_put_in_its_place()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_job.Row.LogPath)!);
        await File.WriteAllTextAsync(_job.Row.LogPath, "all of it\n");
        var output = new RecordedOutput();

        await _backend.SaveLogAsync(_job.Row, CancellationToken.None);
        await _backend.CopyOutputAsync(_job.Row, output.Add, follow: true, CancellationToken.None);

        Assert.Equal("all of it\n"u8, output.Standard);
    }

    [UnixFact]
    public async Task Output_is_followed_until_the_job_has_ended()
    {
        var gate = Path.Combine(_job.Folder, "gate");
        await _job.StartAsync(Children.Shell("echo one; while ! test -f \"$1\"; do sleep 0.05; done; echo two", gate));
        var output = new RecordedOutput();
        var copy = _backend.CopyOutputAsync(_job.Row, output.Add, follow: true, CancellationToken.None);
        await output.WaitForAsync("one");

        await File.WriteAllTextAsync(gate, "");
        await copy.WaitAsync(Children.Limit);

        Assert.Equal("one\ntwo\n"u8, output.Standard);
    }

    [LinuxFact]
    public async Task Releasing_ends_what_was_left_and_removes_the_folder()
    {
        await _job.StartAsync(Children.Shell("sleep 1000 &"));
        await _job.EndAsync();
        Assert.True(ProcessTree.HasMarked(_job.Row.RemoteName));

        await _backend.ReleaseAsync([_job.Row], CancellationToken.None);

        Assert.False(ProcessTree.HasMarked(_job.Row.RemoteName));
        Assert.False(Directory.Exists(_job.Control.Path));
    }

    [UnixFact]
    public async Task A_job_that_runs_is_not_released()
    {
        await _job.StartAsync(Children.Shell("exec sleep 1000"));

        await _backend.ReleaseAsync([_job.Row], CancellationToken.None);

        Assert.Equal(BackendState.Running, (await ObserveAsync()).State);
    }

    private async Task<BackendJob> ObserveAsync() => Assert.Single(await _backend.ObserveAsync([_job.Row], CancellationToken.None));

    private Task<BackendJob> SettleAsync() => _backend.SettleAsync(_job.Row, CancellationToken.None);
}
