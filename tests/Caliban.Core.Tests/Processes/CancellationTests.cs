using System.Text;
using Caliban.Core.Processes;
using Caliban.Testing;

namespace Caliban.Core.Tests.Processes;

/// <summary>How processes are stopped, and that nothing of them is left.</summary>
public sealed class CancellationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordedOutput _output = new();
    private readonly CancellationTokenSource _stop = new();

    public void Dispose()
    {
        _stop.Dispose();
        _folder.Dispose();
    }

    [UnixFact]
    public async Task A_cancellation_interrupts_and_lets_the_program_end_by_itself()
    {
        var run = RunAsync(Children.Limit, Children.Script("""
            import signal, sys, time
            def stop(number, frame):
                print('cleaned up')
                sys.exit(0)
            signal.signal(signal.SIGINT, stop)
            print('ready')
            time.sleep(1000)
            """));
        await _output.WaitForAsync("ready");

        await _stop.CancelAsync();

        await AssertCancelledAsync(run);
        Assert.Contains("cleaned up", Encoding.UTF8.GetString(_output.Standard));
    }

    [UnixFact]
    public async Task A_program_that_ignores_the_interruption_is_killed_after_the_grace()
    {
        var run = RunAsync(TimeSpan.FromSeconds(1), Children.Script("""
            import os, signal, time
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            print(os.getpid(), 'ready')
            while True:
                time.sleep(1000)
            """));
        await _output.WaitForAsync("ready");

        await _stop.CancelAsync();

        await AssertCancelledAsync(run);
        Assert.False(Children.IsRunning(Ids()[0]));
    }

    [UnixFact]
    public async Task Descendants_are_interrupted_too()
    {
        var run = RunAsync(Children.Limit, Children.Script("""
            import signal, subprocess, sys
            child = '''
            import signal, sys, time
            def stop(number, frame):
                print('child cleaned up')
                sys.exit(0)
            signal.signal(signal.SIGINT, stop)
            print('ready')
            time.sleep(1000)
            '''
            process = subprocess.Popen([sys.executable, '-u', '-c', child])
            signal.signal(signal.SIGINT, lambda number, frame: None)
            process.wait()
            """));
        await _output.WaitForAsync("ready");

        await _stop.CancelAsync();

        await AssertCancelledAsync(run);
        Assert.Contains("child cleaned up", Encoding.UTF8.GetString(_output.Standard));
    }

    [UnixFact]
    public async Task Descendants_that_ignore_the_interruption_die_with_the_program()
    {
        var run = RunAsync(TimeSpan.FromSeconds(1), Children.Script("""
            import os, signal, subprocess, sys, time
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            children = [subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(1000)']) for _ in range(3)]
            print(os.getpid(), *[child.pid for child in children], 'ready')
            time.sleep(1000)
            """));
        await _output.WaitForAsync("ready");

        await _stop.CancelAsync();

        await AssertCancelledAsync(run);
        var ids = Ids();
        Assert.Equal(4, ids.Length);
        foreach (var id in ids)
        {
            await Children.AssertEndsAsync(id);
        }
    }

    [LinuxFact]
    public async Task A_grandchild_whose_parent_has_ended_dies_with_the_program()
    {
        var file = Path.Combine(_folder.Path, "id");
        var run = RunAsync(TimeSpan.FromSeconds(1), Children.Script(Orphan + "print('ready'); time.sleep(1000)", file));
        var orphan = await Children.WaitForIdAsync(file);
        await _output.WaitForAsync("ready");
        Assert.True(Children.IsRunning(orphan));

        await _stop.CancelAsync();

        await AssertCancelledAsync(run);
        await Children.AssertEndsAsync(orphan);
    }

    [LinuxFact]
    public async Task A_grandchild_does_not_outlive_a_program_that_ends_by_itself()
    {
        var file = Path.Combine(_folder.Path, "id");

        var exitCode = await RunAsync(Children.Limit, Children.Script(Orphan + "sys.exit(5)", file));

        Assert.Equal(5, exitCode);
        await Children.AssertEndsAsync(await Children.WaitForIdAsync(file));
    }

    [LinuxFact]
    public async Task A_grandchild_that_has_a_session_and_output_of_its_own_dies_too()
    {
        var file = Path.Combine(_folder.Path, "id");
        var run = RunAsync(TimeSpan.FromSeconds(1), Children.Script("""
            import subprocess, sys, time
            child = subprocess.Popen(
                [sys.executable, '-c', 'import time; time.sleep(1000)'],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
            open(sys.argv[1], 'w').write(f'{child.pid}\n')
            time.sleep(1000)
            """, file));
        var child = await Children.WaitForIdAsync(file);

        await _stop.CancelAsync();

        await AssertCancelledAsync(run);
        await Children.AssertEndsAsync(child);
    }

    /// <summary>Starts a process whose parent ends at once and which keeps the output open.</summary>
    private const string Orphan = """
        import os, signal, sys, time
        if os.fork() == 0:
            if os.fork() == 0:
                signal.signal(signal.SIGINT, signal.SIG_IGN)
                with open(sys.argv[1], 'w') as file:
                    file.write(f'{os.getpid()}\n')
                time.sleep(1000)
            os._exit(0)
        os.wait()
        while not os.path.exists(sys.argv[1]) or not open(sys.argv[1]).read().endswith('\n'):
            time.sleep(0.02)

        """;

    private Task<int> RunAsync(TimeSpan grace, ProcessSpecification program) =>
        ProcessRunner.RunAsync(program, _output.Add, grace, _stop.Token).WaitAsync(Children.Limit);

    private static async Task AssertCancelledAsync(Task run) => await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);

    private int[] Ids() =>
        [.. Encoding.UTF8.GetString(_output.Standard).Split().Where(word => int.TryParse(word, out _)).Select(int.Parse)];
}
