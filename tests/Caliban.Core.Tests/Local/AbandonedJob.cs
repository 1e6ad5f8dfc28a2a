using System.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Local;
using Caliban.Core.Processes;
using Caliban.Core.Tests.Processes;
using Caliban.Testing;

namespace Caliban.Core.Tests.Local;

/// <summary>A job of the process engine that was started by a process which is then killed with SIGKILL.</summary>
internal sealed class AbandonedJob : IDisposable
{
    private const string Starter = """
        import os, subprocess, sys
        pipe = subprocess.PIPE
        job = subprocess.Popen(sys.argv[2:], stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True,
                               env=dict(os.environ, CALIBAN_PROCESS=sys.argv[1]))
        print(job.stdout.read().decode(), flush=True)
        sys.stdin.read()
        """;

    private readonly TemporaryFolder _folder = new("caliban it's größe");

    /// <param name="name">Null for one that no other test has.</param>
    public AbandonedJob(string? name = null) =>
        Row = Rows.Create(name ?? $"caliban-mnist-0a1b-{Guid.NewGuid():N}", Path.Combine(_folder.Path, "obj", "caliban", "logs", "run", "0001.log"));

    public RecordedJob Row { get; }

    public JobLaunch Launch => new(new PlannedJob(1, "", []), Row.Id, Row.RemoteName, Row.LogPath, "", []);

    public ControlFolder Control => ProcessPaths.Job(Row.LogPath, Row.RemoteName);

    public ProcessJob Job => new(Control, Row.RemoteName);

    public string Folder => _folder.Path;

    /// <summary>Starts it as the engine does, and kills who started it.</summary>
    public async Task StartAsync(ProcessSpecification program)
    {
        Directory.CreateDirectory(Control.Work);
        using var starter = new Command(
            Children.Python,
            ["-c", Starter, Row.RemoteName, DetachedCommand.Shell, .. DetachedCommand.Arguments(Control, program, [])])
        {
            WorkingDirectory = Control.Work,
        }.Start();
        var said = await starter.StandardOutput.ReadLineAsync();
        Assert.Equal(DetachedCommand.Confirmation, said);
        starter.Kill(entireProcessTree: false);
        await starter.WaitForExitAsync();
    }

    /// <summary>Waits until it has ended by itself.</summary>
    public async Task EndAsync()
    {
        using var limit = new CancellationTokenSource(Children.Limit);
        while (ProcessIdentities.IsAlive(Control.Process!))
        {
            await Task.Delay(20, limit.Token);
        }
    }

    public void Dispose()
    {
        if (OperatingSystem.IsLinux())
        {
            ProcessTree.SignalMarked(Row.RemoteName, UnixSignal.Kill);
        }

        _folder.Dispose();
    }
}
