using System.Text;
using Caliban.Core.Jobs;
using Caliban.Core.Processes;
using Caliban.Core.Tests.Processes;

namespace Caliban.Core.Tests.Local;

/// <summary>Processes whose build was killed, followed by another one.</summary>
public sealed class ProcessAdoptionTests : IDisposable
{
    private readonly AbandonedJob _job = new();
    private readonly RecordedOutput _output = new();

    public void Dispose() => _job.Dispose();

    [UnixFact]
    public async Task A_job_whose_build_was_killed_is_followed_to_its_end()
    {
        var gate = Path.Combine(_job.Folder, "gate");
        await _job.StartAsync(Children.Shell("echo one; while ! test -f \"$1\"; do sleep 0.05; done; echo two; echo three >&2; exit 7", gate));
        var following = FollowAsync();
        await _output.WaitForAsync("one");

        await File.WriteAllTextAsync(gate, "");

        Assert.Equal(JobOutcome.Exited(7), await following);
        Assert.Equal("one\ntwo\n", Encoding.UTF8.GetString(_output.Standard));
        Assert.Equal("three\n", Encoding.UTF8.GetString(_output.Error));
        Assert.False(Directory.Exists(_job.Control.Work));
    }

    [UnixFact]
    public async Task A_job_that_ended_while_nobody_watched_has_its_exit_code_and_all_its_output()
    {
        await _job.StartAsync(Children.Script("import sys; sys.stdout.buffer.write(bytes(range(256)) * 4096); sys.exit(3)"));
        await _job.EndAsync();

        Assert.Equal(JobOutcome.Exited(3), await FollowAsync());
        Assert.Equal(Enumerable.Repeat(Enumerable.Range(0, 256).Select(value => (byte)value), 4096).SelectMany(bytes => bytes), _output.Standard);
    }

    [UnixTheory]
    [InlineData("SEGV", 139)]
    [InlineData("KILL", 137)]
    [InlineData("INT", 130)]
    public async Task A_program_that_a_signal_ends_has_its_exit_code_and_no_word_of_the_shell(string signal, int exitCode)
    {
        await _job.StartAsync(Children.Shell($"echo out; kill -{signal} $$"));

        Assert.Equal(JobOutcome.Exited(exitCode), await FollowAsync());
        Assert.Equal("out\n", Encoding.UTF8.GetString(_output.Standard));
        Assert.Empty(_output.Error);
    }

    [UnixFact]
    public async Task A_stop_interrupts_the_program_and_still_has_its_last_words()
    {
        await _job.StartAsync(Children.Script("""
            import sys, time
            try:
                print("ready", flush=True)
                time.sleep(1000)
            except KeyboardInterrupt:
                print("saved", flush=True)
                sys.exit(5)
            """));
        using var stop = new CancellationTokenSource();
        var following = FollowAsync(stop.Token);
        await _output.WaitForAsync("ready");

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
        Assert.Equal("ready\nsaved\n", Encoding.UTF8.GetString(_output.Standard));
        Assert.Equal(5, _job.Control.ExitCode);
    }

    [UnixFact]
    public async Task A_job_that_vanished_without_a_word_is_lost()
    {
        await _job.StartAsync(Children.Shell("echo ready; exec sleep 1000"));
        var following = FollowAsync();
        await _output.WaitForAsync("ready");

        ProcessTree.End(_job.Control.Process!.Id, _job.Row.RemoteName);

        Assert.Equal(JobOutcome.Lost, await following);
    }

    [LinuxFact]
    public async Task What_a_program_leaves_running_is_ended()
    {
        await _job.StartAsync(Children.Shell("sleep 1000 & echo $!"));

        Assert.Equal(JobOutcome.Exited(0), await FollowAsync());
        await Children.AssertEndsAsync(int.Parse(Encoding.UTF8.GetString(_output.Standard), System.Globalization.CultureInfo.InvariantCulture));
    }

    [LinuxFact]
    public async Task The_rest_of_a_pipeline_that_outlives_the_program_is_heard()
    {
        await _job.StartAsync(Children.Shell("(sleep 0.3; echo late) & echo early"));

        Assert.Equal(JobOutcome.Exited(0), await FollowAsync());
        Assert.Equal("early\nlate\n", Encoding.UTF8.GetString(_output.Standard));
    }

    private Task<JobOutcome> FollowAsync(CancellationToken cancellationToken = default) =>
        _job.Job.FollowAsync(process: null, _output.Add, cancellationToken).WaitAsync(Children.Limit, CancellationToken.None);
}
