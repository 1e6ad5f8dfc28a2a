using System.ComponentModel;
using System.Security.Cryptography;
using System.Text;
using Caliban.Core.Jobs;
using Caliban.Core.Processes;
using Caliban.Core.Tests.Processes;

namespace Caliban.Core.Tests.Local;

/// <summary>Processes that are started and watched by the same build.</summary>
public sealed class ProcessJobTests : IDisposable
{
    private readonly AbandonedJob _job = new();
    private readonly RecordedOutput _output = new();
    private readonly List<JobReceipt> _receipts = [];

    public void Dispose() => _job.Dispose();

    [UnixFact]
    public async Task A_job_is_accepted_once_as_the_process_it_is()
    {
        var outcome = await RunAsync("echo $PPID; read line && echo input; exit 3");

        Assert.Equal(JobOutcome.Exited(3), outcome);
        Assert.Equal($"{Assert.Single(_receipts).Process!.Id}\n", Encoding.UTF8.GetString(_output.Standard));
    }

    [UnixFact]
    public async Task Large_output_on_both_channels_comes_byte_for_byte()
    {
        var random = RandomNumberGenerator.GetBytes(3_000_000);
        var file = Path.Combine(_job.Folder, "bytes");
        await File.WriteAllBytesAsync(file, random);

        Assert.Equal(JobOutcome.Exited(0), await RunAsync("cat \"$1\" & cat \"$1\" >&2; wait", file));

        Assert.True(random.AsSpan().SequenceEqual(_output.Standard));
        Assert.True(random.AsSpan().SequenceEqual(_output.Error));
    }

    [UnixFact]
    public async Task Of_two_that_start_the_same_job_at_once_one_does_and_both_have_its_end()
    {
        var runs = Path.Combine(_job.Folder, "runs");
        var second = new RecordedOutput();

        var outcomes = await Task.WhenAll(
            RunAsync("echo run >>\"$1\"; sleep 0.3; echo done; exit 4", runs),
            _job.Job.RunAsync(_ => Children.Shell("echo run >>\"$1\"; sleep 0.3; echo done; exit 4", runs), _ => { }, second.Add, Accept, CancellationToken.None));

        Assert.Equal([JobOutcome.Exited(4), JobOutcome.Exited(4)], outcomes);
        Assert.Equal("run\n", await File.ReadAllTextAsync(runs));
        Assert.Equal("done\n", Encoding.UTF8.GetString(_output.Standard));
        Assert.Equal("done\n", Encoding.UTF8.GetString(second.Standard));
    }

    [UnixFact]
    public async Task A_job_that_was_given_up_is_never_started()
    {
        Assert.True(_job.Control.Fence());

        var outcome = await RunAsync("echo started");

        Assert.Equal(JobEnd.NotStarted, outcome.End);
        Assert.Empty(_output.Standard);
        Assert.Empty(_receipts);
    }

    [UnixFact]
    public async Task A_job_that_is_given_up_while_it_is_being_started_is_not_started()
    {
        // What a build left that was killed between its first and its last step.
        var outcome = await _job.Job.RunAsync(
            _ => Children.Shell("echo started"), _ => Assert.True(_job.Control.Fence()), _output.Add, Accept, CancellationToken.None);

        Assert.Equal(JobEnd.NotStarted, outcome.End);
        Assert.Empty(_output.Standard);
    }

    [UnixFact]
    public async Task A_job_that_cannot_be_written_down_runs_on_where_it_is()
    {
        var gate = Path.Combine(_job.Folder, "gate");

        await Assert.ThrowsAsync<InvalidOperationException>(() => _job.Job.RunAsync(
            _ => Children.Shell("while ! test -f \"$1\"; do sleep 0.05; done; pwd", gate),
            folder => Directory.CreateDirectory(folder),
            _output.Add,
            _ => throw new InvalidOperationException("the history is full"),
            CancellationToken.None));
        Assert.True(Directory.Exists(_job.Control.Work));
        await File.WriteAllTextAsync(gate, "");

        Assert.Equal(JobOutcome.Exited(0), await _job.Job.FollowAsync(process: null, _output.Add, CancellationToken.None));
        Assert.False(Directory.Exists(_job.Control.Work));
    }

    [UnixFact]
    public async Task A_program_that_is_not_there_is_not_started_and_leaves_nothing()
    {
        await Assert.ThrowsAsync<Win32Exception>(() => _job.Job.RunAsync(
            _ => new ProcessSpecification("/nowhere/program", []), folder => Directory.CreateDirectory(folder), _output.Add, Accept, CancellationToken.None));

        Assert.False(Directory.Exists(_job.Control.Path));
    }

    [LinuxFact]
    public async Task A_stop_spares_a_job_whose_name_begins_the_same()
    {
        using var other = new AbandonedJob($"{_job.Row.RemoteName}1");
        await other.StartAsync(Children.Shell("exec sleep 1000"));
        using var stop = new CancellationTokenSource();
        var run = _job.Job.RunAsync(_ => Children.Shell("echo ready; exec sleep 1000"), _ => { }, _output.Add, Accept, stop.Token);
        await _output.WaitForAsync("ready");

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.True(ProcessIdentities.IsAlive(other.Control.Process!));
    }

    [LinuxFact]
    public async Task A_program_that_ignores_the_interruption_is_killed_with_its_children()
    {
        using var stop = new CancellationTokenSource();
        var run = _job.Job.RunAsync(
            _ => Children.Shell("trap '' INT; sleep 1000 & echo $!; wait; sleep 1000"), _ => { }, _output.Add, Accept, stop.Token);
        await _output.WaitForAsync("\n");

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.False(ProcessTree.HasMarked(_job.Row.RemoteName));
        Assert.False(ProcessIdentities.IsAlive(_job.Control.Process!));
    }

    private Task<JobOutcome> RunAsync(string script, params string[] arguments) => _job.Job
        .RunAsync(_ => Children.Shell(script, arguments), _ => { }, _output.Add, Accept, CancellationToken.None)
        .WaitAsync(Children.Limit);

    private Task Accept(JobReceipt receipt)
    {
        lock (_receipts)
        {
            _receipts.Add(receipt);
        }

        return Task.CompletedTask;
    }
}
