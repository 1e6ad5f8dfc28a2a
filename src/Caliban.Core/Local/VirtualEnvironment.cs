using Caliban.Core.Diagnostics;
using Caliban.Core.Images;
using Caliban.Core.Jobs;
using Caliban.Core.Processes;

namespace Caliban.Core.Local;

/// <summary>
/// A Python virtual environment with the declared packages, made once for each set of requirements and each Python, and
/// shared by all later runs.
/// </summary>
/// <seealso href="https://docs.python.org/3/library/venv.html"/>
internal sealed class VirtualEnvironment
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly SweepPlan _plan;
    private readonly string _python;
    private readonly VirtualEnvironmentFiles _files;
    private readonly string _folder;

    /// <exception cref="DiagnosticException">A file that pip would read cannot be read: CAL3004.</exception>
    public VirtualEnvironment(SweepPlan plan, string python)
    {
        (_plan, _python, _files) = (plan, python, new VirtualEnvironmentFiles(plan));
        _folder = Path.Combine(plan.OutputFolder, "venv", _files.Key(python));
    }

    /// <summary>The folder of its programs, for the front of the search path.</summary>
    public string Programs => Path.Combine(_folder, OperatingSystem.IsWindows() ? "Scripts" : "bin");

    public string Python => Path.Combine(Programs, OperatingSystem.IsWindows() ? "python.exe" : "python");

    /// <summary>Whether the plan asks for packages at all.</summary>
    public static bool IsNeeded(SweepPlan plan) => plan.Image.Environment is
        { RequirementFiles.Count: > 0 } or { PythonProject: not null } or { PythonPackages.Count: > 0 };

    /// <exception cref="DiagnosticException">CAL4011.</exception>
    public async Task EnsureAsync(Action<string> onLine, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder)!);
        using var alone = await LockAsync(cancellationToken).ConfigureAwait(false);
        var complete = Path.Combine(_folder, ".caliban-complete");
        if (File.Exists(complete))
        {
            return;
        }

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true); // An earlier attempt was cut short.
        }

        onLine("making a virtual environment");
        await RunAsync(_python, ["-m", "venv", _folder], _plan.ProjectFolder, onLine, cancellationToken).ConfigureAwait(false);
        var project = Path.Combine(_folder, "project");
        _files.CopyTo(project, cancellationToken);
        foreach (var installation in _files.Installations)
        {
            await RunAsync(
                Python, ["-m", "pip", "install", "--disable-pip-version-check", .. installation], project, onLine, cancellationToken).ConfigureAwait(false);
        }

        await File.WriteAllTextAsync(complete, "", cancellationToken).ConfigureAwait(false);
    }

    private async Task RunAsync(
        string program, IReadOnlyList<string> arguments, string folder, Action<string> onLine, CancellationToken cancellationToken)
    {
        var lines = new OutputLines(onLine);
        var exitCode = await ProcessRunner.RunAsync(
            new ProcessSpecification(program, arguments) { WorkingDirectory = folder }, lines.Add, Grace, cancellationToken)
            .ConfigureAwait(false);
        lines.Flush();
        if (exitCode != 0)
        {
            throw DiagnosticException.Create(
                LocalRunDiagnostics.VirtualEnvironmentFailed,
                new SourceLocation(_plan.Image.Environment.RequirementFiles.Count > 0
                    ? Path.Combine(_plan.ProjectFolder, EnvironmentDeclaration.RequirementsFile)
                    : _plan.ProjectFile),
                _plan.Project,
                CommandLine.Format([program, .. arguments]),
                exitCode,
                lines.Last);
        }
    }

    // Two builds may want the same environment; the second waits and finds it made.
    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream($"{_folder}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists($"{_folder}.lock"))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
