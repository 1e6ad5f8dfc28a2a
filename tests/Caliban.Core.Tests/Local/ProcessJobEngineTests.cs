using Caliban.Core.History;
using Caliban.Core.Images;
using Caliban.Core.Jobs;
using Caliban.Core.Local;
using Caliban.Core.Projects;
using Caliban.Core.Tests.Jobs;
using Caliban.Core.Tests.Processes;
using Caliban.Testing;

namespace Caliban.Core.Tests.Local;

/// <summary>Whole sweeps with the Python of this machine.</summary>
public sealed class ProcessJobEngineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new("caliban it's größe");
    private readonly RecordingObserver _observer;
    private Action<PlannedJob> _onStarted = _ => { };

    public ProcessJobEngineTests() => _observer = new RecordingObserver { OnStarted = job => _onStarted(job) };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_module_runs_in_its_copy_with_its_arguments_and_variables()
    {
        _folder.Write("trainer/train.py", """
            import os, sys
            print(ascii(sys.argv[1:]))
            print(os.path.relpath(__file__), sorted(os.listdir('.')), open('data/raw/a.csv').read())
            print(os.environ['PYTHONUNBUFFERED'], ascii(sys.stdin.read()))
            """);
        _folder.Write("data/raw/a.csv", "1,2");
        _folder.Write("other/not-copied.py", "");
        var plan = Plan("trainer.train", "data/raw") with
        {
            Jobs = [new PlannedJob(1, "", ["--name", "a b", "", "größe 𝄞", "it's \"$HOME\"", "-x"])],
        };

        await RunAsync(plan);

        Assert.Equal(
            [
                """['--name', 'a b', '', 'gr\xf6\xdfe \U0001d11e', 'it\'s "$HOME"', '-x']""",
                "trainer/train.py ['data', 'trainer'] 1,2",
                "1 ''",
            ],
            _observer.Lines);
    }

    [Fact]
    public async Task Jobs_see_neither_edits_made_during_the_sweep_nor_files_of_other_jobs()
    {
        _folder.Write("train.py", """
            import os, sys
            print(open('data.txt').read(), os.path.exists('left.txt'), 'obj' in os.listdir('.'))
            open('left.txt', 'w').close()
            open('data.txt', 'w').write('changed by job')
            """);
        _folder.Write("data.txt", "original");
        _onStarted = _ =>
        {
            _folder.Write("train.py", "raise Exception('edited')");
            _folder.Write("data.txt", "edited");
        };

        var result = await RunAsync(Plan("train.py") with { Jobs = [new(1, "", ["1"]), new(2, "", ["2"])] });

        Assert.True(result.Succeeded);
        Assert.Equal(["original False False", "original False False"], _observer.Lines);
        Assert.False(File.Exists(Path.Combine(_folder.Path, "left.txt")));
    }

    [UnixFact]
    public async Task A_shell_script_runs_with_execute_bits_and_links_as_they_were()
    {
        _folder.Write("jobs/run.sh", "jobs/tool.sh \"$@\"; jobs/link; test -x jobs/plain.sh || echo plain; test -L jobs/link && echo link\n");
        File.SetUnixFileMode(_folder.Write("jobs/tool.sh", "#!/bin/sh\necho \"tool $1\"\n"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        _folder.Write("jobs/plain.sh", "");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "jobs/link"), "tool.sh");

        await RunAsync(Plan("jobs/run.sh") with { Jobs = [new PlannedJob(1, "", ["a b"])] });

        Assert.Equal(["tool a b", "tool ", "plain", "link"], _observer.Lines.Select(line => line == "tool" ? "tool " : line));
    }

    [Fact]
    public async Task Nothing_but_the_log_is_left()
    {
        _folder.Write("train.py", "import os\nos.makedirs('out/deep')\nopen('out/deep/file', 'w').close()\nprint('x')");

        var result = await RunAsync(Plan("train.py"));

        Assert.Equal(
            [result.Jobs[0].LogPath],
            Directory.EnumerateFiles(Path.Combine(_folder.Path, "obj"), "*", SearchOption.AllDirectories));
        Assert.False(Directory.Exists(RunFolder));
    }

    [Fact]
    public async Task The_exit_code_is_that_of_the_program()
    {
        _folder.Write("train.py", "import sys; sys.exit(int(sys.argv[2]))");

        var result = await RunAsync(Plan("train.py") with
        {
            Jobs = [new(1, "", ["--code", "0"]), new(2, "", ["--code", "3"])],
        });

        Assert.Equal([0, 3], result.Jobs.Select(job => job.ExitCode));
        Assert.Equal([JobState.Succeeded, JobState.Failed], result.Jobs.Select(job => job.State));
    }

    [Fact]
    public async Task Jobs_of_one_sweep_run_at_the_same_time_in_folders_of_their_own()
    {
        var meeting = Directory.CreateDirectory(Path.Combine(_folder.Path, "meeting")).FullName;
        _folder.Write("code/train.py", """
            import os, sys, time
            open('mine', 'x').close()
            open(os.path.join(sys.argv[1], sys.argv[2]), 'w').close()
            while len(os.listdir(sys.argv[1])) < 3:
                time.sleep(0.02)
            """);
        var plan = Plan("code/train.py") with
        {
            MaxParallel = 3,
            Jobs = [.. Enumerable.Range(1, 3).Select(index => new PlannedJob(index, "", [meeting, $"{index}"]))],
        };

        Assert.True((await RunAsync(plan)).Succeeded);
    }

    [UnixFact]
    public async Task A_stopped_sweep_leaves_neither_process_nor_folder()
    {
        using var stop = new CancellationTokenSource();
        var file = Path.Combine(_folder.Path, "id");
        _folder.Write("code/train.py", """
            import os, sys, time
            with open(sys.argv[1], 'w') as file:
                file.write(f'{os.getpid()}\n')
            time.sleep(1000)
            """);
        var run = RunAsync(Plan("code/train.py") with { Jobs = [new PlannedJob(1, "", [file, "1"]), new PlannedJob(2, "", [file, "2"])] }, stop.Token);
        var id = await Children.WaitForIdAsync(file);

        await stop.CancelAsync();
        var result = await run;

        Assert.Equal([JobState.Stopped, JobState.Planned], result.Jobs.Select(job => job.State));
        Assert.False(Children.IsRunning(id));
        Assert.False(Directory.Exists(RunFolder));
    }

    private string RunFolder => Path.Combine(_folder.Path, "obj", "caliban", "process", Plan("x").Run().RunId);

    private SweepPlan Plan(string module, params string[] directories)
    {
        var program = module == "x"
            ? new ProjectProgram(ProgramKind.PythonScript, "x", ".")
            : ProgramResolver.Resolve(module, _folder.Path, () => Core.Diagnostics.SourceLocation.None);
        return Plans.Create(1, _folder.Path) with
        {
            Image = new ImageDeclaration(program) { ExtraDirectories = directories },
            Jobs = [new PlannedJob(1, "", [])],
        };
    }

    private async Task<SweepResult> RunAsync(SweepPlan plan, CancellationToken cancellation = default)
    {
        var run = plan.Run();
        var engine = new ProcessJobEngine(run, Environment.GetEnvironmentVariable("PATH"));
        return await SweepTrial.RunOnceAsync(run, engine, _observer, cancellation: cancellation);
    }
}
