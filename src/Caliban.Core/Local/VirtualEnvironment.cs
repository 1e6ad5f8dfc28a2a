using System.Security.Cryptography;
using System.Text;
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
internal sealed class VirtualEnvironment(SweepPlan plan, string python)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly string _folder = Path.Combine(plan.OutputFolder, "venv", Key(plan, python));

    /// <summary>The folder of its programs, for the front of the search path.</summary>
    public string Programs => Path.Combine(_folder, OperatingSystem.IsWindows() ? "Scripts" : "bin");

    public string Python => Path.Combine(Programs, OperatingSystem.IsWindows() ? "python.exe" : "python");

    /// <summary>Whether the plan asks for packages at all.</summary>
    public static bool IsNeeded(SweepPlan plan) => plan.Image.Environment.RequirementFiles.Count > 0 || plan.Image.Environment.PythonPackages.Count > 0;

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
        await RunAsync(python, ["-m", "venv", _folder], onLine, cancellationToken).ConfigureAwait(false);
        await RunAsync(Python, ["-m", "pip", "install", "--disable-pip-version-check", .. Requirements()], onLine, cancellationToken)
            .ConfigureAwait(false);
        await File.WriteAllTextAsync(complete, "", cancellationToken).ConfigureAwait(false);
    }

    private IEnumerable<string> Requirements() =>
    [
        .. plan.Image.Environment.RequirementFiles.Count > 0 ? ["-r", EnvironmentDeclaration.RequirementsFile] : Array.Empty<string>(),
        .. plan.Image.Environment.PythonPackages,
    ];

    private async Task RunAsync(string program, IReadOnlyList<string> arguments, Action<string> onLine, CancellationToken cancellationToken)
    {
        var lines = new OutputLines(onLine);
        var exitCode = await ProcessRunner.RunAsync(
            new ProcessSpecification(program, arguments) { WorkingDirectory = plan.ProjectFolder }, lines.Add, Grace, cancellationToken)
            .ConfigureAwait(false);
        lines.Flush();
        if (exitCode != 0)
        {
            throw DiagnosticException.Create(
                LocalRunDiagnostics.VirtualEnvironmentFailed,
                new SourceLocation(plan.Image.Environment.RequirementFiles.Count > 0
                    ? Path.Combine(plan.ProjectFolder, EnvironmentDeclaration.RequirementsFile)
                    : plan.ProjectFile),
                plan.Project,
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

    private static string Key(SweepPlan plan, string python)
    {
        var requirements = Path.Combine(plan.ProjectFolder, EnvironmentDeclaration.RequirementsFile);
        var text = string.Join(
            '\n',
            [
                python,
                // A Python that was updated in place has another time.
                $"{File.GetLastWriteTimeUtc(File.ResolveLinkTarget(python, returnFinalTarget: true)?.FullName ?? python):O}",
                plan.Image.Environment.RequirementFiles.Count > 0 ? File.ReadAllText(requirements) : "",
                .. plan.Image.Environment.PythonPackages,
            ]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }
}
