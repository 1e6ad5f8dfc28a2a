using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Images.Context;
using Caliban.Core.Jobs;
using Caliban.Core.Processes;
using Caliban.Core.Projects;

namespace Caliban.Core.Local;

/// <summary>
/// Runs each job as a process of this machine, in a fresh copy of what an image would hold: the engine for machines
/// without Docker. Nothing isolates the jobs.
/// </summary>
internal sealed class ProcessJobEngine : IJobEngine
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly SweepPlan _plan;
    private readonly ProcessPaths _paths;
    private readonly VirtualEnvironment? _virtualEnvironment;
    private readonly IReadOnlyList<string> _program;
    private readonly Dictionary<string, string> _variables;
    private readonly Lazy<JobVariables> _jobVariables;
    private readonly string? _pythonPath = System.Environment.GetEnvironmentVariable("PYTHONPATH");
    private IReadOnlyList<BuildContextEntry> _staged = [];

    /// <exception cref="DiagnosticException">An interpreter is missing: CAL4010.</exception>
    public ProcessJobEngine(SweepRun run, string? searchPath, RuntimeCredentials? credentials = null)
    {
        var plan = run.Plan;
        (_plan, _paths) = (plan, new ProcessPaths(run));
        _jobVariables = new Lazy<JobVariables>(() => JobVariables.Read(run));
        var location = new SourceLocation(plan.ProjectFile);
        var isShell = plan.Image.Program.Kind == ProgramKind.ShellScript;
        var needsPackages = VirtualEnvironment.IsNeeded(plan);
        var python = isShell && !needsPackages ? "" : LocalPython.Require(searchPath, plan.LocalPython, location);
        _virtualEnvironment = needsPackages ? new VirtualEnvironment(plan, python) : null;
        _program = plan.Image.Program.Command(
            _virtualEnvironment?.Python ?? python,
            isShell ? LocalPython.RequireBash(searchPath, location) : "");
        _variables = new Dictionary<string, string> { ["PYTHONUNBUFFERED"] = "1" };
        if (credentials is not null)
        {
            _variables[credentials.ProcessVariable.Key] = credentials.ProcessVariable.Value;
        }

        if (_virtualEnvironment is not null)
        {
            _variables["VIRTUAL_ENV"] = Path.GetDirectoryName(_virtualEnvironment.Programs)!;
            _variables["PATH"] = $"{_virtualEnvironment.Programs}{Path.PathSeparator}{searchPath}";
        }
    }

    public string Backend => "process";

    public Task<RecordedImage> IdentifyAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<IReadOnlyList<string>> DevicesAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<JobOutcome> FollowAsync(JobLaunch launch, ProcessIdentity? process, OutputHandler onOutput, CancellationToken cancellationToken) => throw new NotImplementedException();

    public void Release(JobLaunch launch)
    {
    }

    public IReadOnlyList<string> Command(PlannedJob job) => [.. _program, .. job.Arguments];

    public async Task<string> PrepareAsync(Action<string> onLine, CancellationToken cancellationToken)
    {
        if (_virtualEnvironment is not null)
        {
            await _virtualEnvironment.EnsureAsync(onLine, cancellationToken).ConfigureAwait(false);
        }

        var entries = BuildContext.Enumerate(_plan.ProjectFolder, [.. _plan.Image.Environment.RequirementFiles, .. _plan.Image.CodeSources]);
        StagedCopy.Create(entries, _paths.Stage, cancellationToken);
        _staged = [.. entries.Select(entry => entry with { FullPath = Path.Combine(_paths.Stage, entry.Path) })];
        return "";
    }

    public async Task<JobOutcome> RunAsync(JobLaunch launch, OutputHandler onOutput, Func<JobReceipt, Task> onAccepted, CancellationToken cancellationToken)
    {
        var job = launch.Job;
        var folder = _paths.Job(job);
        try
        {
            StagedCopy.Create(_staged, folder, cancellationToken);
            var command = Command(job);
            var process = new ProcessSpecification(command[0], [.. command.Skip(1)])
            {
                WorkingDirectory = folder,
                Environment = _variables.Concat(_jobVariables.Value.Of(job)).Concat(ProjectPaths(folder)).ToDictionary(),
            };
            return JobOutcome.Exited(await ProcessRunner.RunAsync(process, onOutput, Grace, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            StagedCopy.Delete(folder);
        }
    }

    /// <summary>Puts the job's own code in front of what the virtual environment holds of the project.</summary>
    private IEnumerable<KeyValuePair<string, string>> ProjectPaths(string folder) => _plan.Image.Environment.PythonProject is null ? [] :
    [
        new("PYTHONPATH", string.Join(Path.PathSeparator, ((string?[])[folder, Path.Combine(folder, "src"), _pythonPath]).OfType<string>())),
    ];

    public Task CleanUpAsync()
    {
        StagedCopy.Delete(_paths.RunFolder);
        return Task.CompletedTask;
    }
}
