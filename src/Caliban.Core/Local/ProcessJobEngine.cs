using System.Globalization;
using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Images.Context;
using Caliban.Core.Jobs;
using Caliban.Core.Jobs.Fingerprints;
using Caliban.Core.Processes;
using Caliban.Core.Projects;

namespace Caliban.Core.Local;

/// <summary>
/// Runs each job as a process of this machine, in a fresh copy of what an image would hold: the engine for machines
/// without Docker. Nothing isolates the jobs.
/// </summary>
#pragma warning disable CA1001 // the lock is let go by CleanUpAsync
internal sealed class ProcessJobEngine : IJobEngine
#pragma warning restore CA1001
{
    private readonly SweepPlan _plan;
    private readonly ProcessPaths _paths;
    private readonly string? _searchPath;
    private readonly Func<string, string?> _variable;
    private readonly VirtualEnvironment? _virtualEnvironment;
    private readonly IReadOnlyList<string> _program;
    private readonly Dictionary<string, string> _variables;
    private readonly Lazy<JobVariables> _jobVariables;
    private IReadOnlyList<BuildContextEntry> _staged = [];
    private FileStream? _lock;

    /// <param name="variable">Reads an environment variable of the build; null for those of this process.</param>
    /// <exception cref="DiagnosticException">An interpreter is missing: CAL4010.</exception>
    public ProcessJobEngine(SweepRun run, string? searchPath, RuntimeCredentials? credentials = null, Func<string, string?>? variable = null)
    {
        var plan = run.Plan;
        (_plan, _paths, _searchPath, _variable) = (plan, new ProcessPaths(run), searchPath, variable ?? Environment.GetEnvironmentVariable);
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

    public string Backend => ProcessBackend.BackendName;

    public IReadOnlyList<string> Command(PlannedJob job) => [.. _program, .. job.Arguments];

    public Task<RecordedImage> IdentifyAsync(CancellationToken cancellationToken) =>
        Task.Run(() => RecordedInputs.OfProcesses(_plan, cancellationToken), cancellationToken);

    public async Task<IReadOnlyList<string>> DevicesAsync(CancellationToken cancellationToken) => GpuDevices.AreWanted(_plan)
        ? GpuDevices.Restrict(
            await GpuDevices.ListAsync(_searchPath, cancellationToken).ConfigureAwait(false) ?? [],
            _variable(GpuDevices.VisibleVariable))
        : [];

    public async Task<string> PrepareAsync(Action<string> onLine, CancellationToken cancellationToken)
    {
        if (_virtualEnvironment is not null)
        {
            await _virtualEnvironment.EnsureAsync(onLine, cancellationToken).ConfigureAwait(false);
        }

        _paths.DeleteAbandoned();
        Directory.CreateDirectory(_paths.RunFolder);
        _lock = new FileStream(_paths.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var entries = BuildContext.Enumerate(
            _plan.ProjectFolder, [.. _plan.Image.Environment.RequirementFiles, .. _plan.Image.CodeSources], leftOut: _plan.Image.LeftOut);
        StagedCopy.Create(entries, _paths.Stage, cancellationToken);
        _staged = [.. entries.Select(entry => entry with { FullPath = Path.Combine(_paths.Stage, entry.Path) })];
        return "";
    }

    public async Task<JobOutcome> RunAsync(JobLaunch launch, OutputHandler onOutput, Func<JobReceipt, Task> onAccepted, CancellationToken cancellationToken)
    {
        var job = new ProcessJob(ProcessPaths.Job(launch.LogPath, launch.Name), launch.Name);
        return await job.RunAsync(folder => Specification(launch, folder), folder => StagedCopy.Create(_staged, folder, cancellationToken), onOutput, onAccepted, cancellationToken)
            .ConfigureAwait(false);
    }

    public Task<JobOutcome> FollowAsync(JobLaunch launch, ProcessIdentity? process, OutputHandler onOutput, CancellationToken cancellationToken) =>
        new ProcessJob(ProcessPaths.Job(launch.LogPath, launch.Name), launch.Name).FollowAsync(process, onOutput, cancellationToken);

    public void Release(JobLaunch launch)
    {
        StagedCopy.Delete(ProcessPaths.Job(launch.LogPath, launch.Name).Path);
        MetricsMount.DeleteEmpty(launch.MetricsPath);
    }

    public async Task CleanUpAsync()
    {
        if (_lock is not null)
        {
            await _lock.DisposeAsync().ConfigureAwait(false);
        }

        StagedCopy.Delete(_paths.RunFolder);
        _paths.DeleteAbandoned();
    }

    private ProcessSpecification Specification(JobLaunch launch, string folder)
    {
        var command = Command(launch.Job);
        var variables = new Dictionary<string, string>(_variables);
        foreach (var (name, value) in _jobVariables.Value.Of(launch.Job).Concat(ProjectPaths(folder)).Concat(Hardware(launch)).Concat(Metrics(launch)))
        {
            variables[name] = value;
        }

        return new ProcessSpecification(command[0], [.. command.Skip(1)]) { WorkingDirectory = folder, Environment = variables };
    }

    /// <summary>Puts the job's own code in front of what the virtual environment holds of the project.</summary>
    private IEnumerable<KeyValuePair<string, string>> ProjectPaths(string folder) => _plan.Image.Environment.PythonProject is null ? [] :
    [
        new("PYTHONPATH", string.Join(
            Path.PathSeparator, ((string?[])[folder, Path.Combine(folder, "src"), Environment.GetEnvironmentVariable("PYTHONPATH")]).OfType<string>())),
    ];

    private IEnumerable<KeyValuePair<string, string>> Hardware(JobLaunch launch)
    {
        const string Threads = "OMP_NUM_THREADS";
        if (launch.Devices.Count > 0)
        {
            var devices = string.Join(',', launch.Devices);
            yield return new(GpuDevices.VisibleVariable, devices);
            yield return new("NVIDIA_VISIBLE_DEVICES", devices);

            // Without it CUDA numbers the fastest first, and nvidia-smi never does.
            yield return new("CUDA_DEVICE_ORDER", "PCI_BUS_ID");
        }

        if (_plan.CpusPerJob is { } cpus && string.IsNullOrEmpty(_variable(Threads)) && !_jobVariables.Value.Of(launch.Job).ContainsKey(Threads))
        {
            yield return new(Threads, Math.Max(1, (int)cpus).ToString(CultureInfo.InvariantCulture));
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Metrics(JobLaunch launch)
    {
        if (launch.MetricsPath.Length > 0)
        {
            MetricsMount.Create(launch);
            yield return new(MetricsMount.Variable, launch.MetricsPath);
        }
    }
}
