using System.IO.Compression;
using Caliban.Core.Diagnostics;
using Caliban.Core.Images;
using Caliban.Core.Jobs;
using Caliban.Core.Local;
using Caliban.Core.Projects;
using Caliban.Core.Tests.Jobs;
using Caliban.Core.Tests.Processes;
using Caliban.Testing;

namespace Caliban.Core.Tests.Local;

/// <summary>Environments with a package made here; pip is kept from every index by its own variables.</summary>
public sealed class VirtualEnvironmentTests : IClassFixture<VirtualEnvironmentTests.Wheels>, IDisposable
{
    private const string Making = "making a virtual environment";

    private readonly TemporaryFolder _folder = new("caliban venv");
    private readonly RecordingObserver _observer = new();

    public VirtualEnvironmentTests() => _folder.Write("train.py", "import caliban_trial, os, sys\nprint(caliban_trial.name, os.environ['VIRTUAL_ENV'] == sys.prefix)");

    public void Dispose() => _folder.Dispose();

    [VenvFact]
    public async Task It_is_made_once_and_used_again_until_the_requirements_change()
    {
        _folder.Write("requirements.txt", "caliban-trial==1.0\n");
        await RunAsync();
        await RunAsync();
        Assert.Equal(1, MadeCount(_observer));

        _folder.Write("requirements.txt", "caliban-trial\n");
        await RunAsync();

        Assert.Equal(2, MadeCount(_observer));
        Assert.Equal(["trial True", "trial True", "trial True"], _observer.Lines);
    }

    [VenvFact]
    public async Task One_that_was_left_half_made_is_made_anew()
    {
        var environment = new VirtualEnvironment(Plan("caliban-trial"), Children.Python);
        Directory.CreateDirectory(environment.Programs);
        await File.WriteAllTextAsync(environment.Python, "not a program");

        var result = await RunAsync("caliban-trial");

        Assert.True(result.Succeeded);
        Assert.Equal(1, MadeCount(_observer));
    }

    [VenvFact]
    public async Task A_requirement_that_cannot_be_had_is_an_error_and_leaves_nothing_that_looks_complete()
    {
        var requirements = _folder.Write("requirements.txt", "caliban-trial==2.0\n");

        var mistake = Assert.Single((await Assert.ThrowsAsync<DiagnosticException>(() => RunAsync())).Diagnostics);

        Assert.Same(LocalRunDiagnostics.VirtualEnvironmentFailed, mistake.Descriptor);
        Assert.Equal(new SourceLocation(requirements), mistake.Location);
        Assert.Contains("caliban-trial==2.0", mistake.Message);
        Assert.Empty(_observer.Lines);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_folder.Path, "obj"), ".caliban-complete", SearchOption.AllDirectories));
    }

    [VenvFact]
    public async Task Two_runs_at_once_make_it_once()
    {
        var other = new RecordingObserver();

        var results = await Task.WhenAll(
            RunAsync(_observer, Plan("caliban-trial").Run() with { RunId = "one" }),
            RunAsync(other, Plan("caliban-trial").Run() with { RunId = "two" }));

        Assert.All(results, result => Assert.True(result.Succeeded));
        Assert.Equal(1, MadeCount(_observer) + MadeCount(other));
    }

    [VenvFact]
    public async Task What_a_project_needs_is_installed_its_code_is_that_of_the_job_and_its_folder_stays_clean()
    {
        _folder.Write("requirements.txt", "-r more/other.txt\n");
        _folder.Write("more/other.txt", "\n");
        _folder.Write("pyproject.toml", "[build-system]\nrequires = []\nbuild-backend = \"backend\"\nbackend-path = [\".\"]\n");
        _folder.Write("backend.py", """
            import os, zipfile
            def build_editable(folder, settings=None, metadata=None):
                with zipfile.ZipFile(os.path.join(folder, "mine-1.0-py3-none-any.whl"), "w") as wheel:
                    wheel.writestr("mine.pth", os.path.join(os.getcwd(), "src") + "\n")
                    wheel.writestr("mine-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nGenerator: tiny\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
                    wheel.writestr("mine-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: mine\nVersion: " + open("VERSION").read() + "\nProvides-Extra: cpu\nRequires-Dist: caliban-trial; extra == 'cpu'\n")
                    wheel.writestr("mine-1.0.dist-info/RECORD", "")
                return "mine-1.0-py3-none-any.whl"
            build_wheel = build_editable
            """);
        _folder.Write("VERSION", "1.0");
        _folder.Write("src/mine/__init__.py", "");
        _folder.Write("src/mine/model.py", "value = 1");
        _folder.Write("src/train.py", "import caliban_trial, mine.model; print(caliban_trial.name, mine.model.value)");
        var before = Files();

        await RunProjectAsync();
        _folder.Write("src/mine/model.py", "value = 2");
        await RunProjectAsync();
        Assert.Equal(1, MadeCount(_observer));
        _folder.Write("more/other.txt", "caliban-trial\n");
        await RunProjectAsync();

        Assert.Equal(2, MadeCount(_observer));
        Assert.Equal(["trial 1", "trial 2", "trial 2"], _observer.Lines);
        Assert.Equal(before, Files());

        Task RunProjectAsync()
        {
            var properties = new ProjectProperties(Path.Combine(_folder.Path, "train.csproj"));
            var declared = new DeclaredImage { ProjectFile = Path.Combine(_folder.Path, "train.csproj"), ProjectFolder = _folder.Path, Module = "src/train.py" };
            return RunAsync(_observer, (Plans.Create(1, _folder.Path) with { Image = declared.Resolve(properties) }).Run());
        }

        List<string> Files() =>
        [
            .. Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(_folder.Path, file))
                .Where(file => !file.StartsWith("obj", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];
    }

    [Fact]
    public void It_is_needed_only_for_packages()
    {
        var plan = Plans.Create(1);

        Assert.False(VirtualEnvironment.IsNeeded(plan));
        Assert.True(VirtualEnvironment.IsNeeded(With(plan, new EnvironmentDeclaration { RequirementFiles = ["requirements.txt"] })));
        Assert.True(VirtualEnvironment.IsNeeded(With(plan, new EnvironmentDeclaration { PythonProject = new PythonProject(["setup.py"], []) })));
        Assert.True(VirtualEnvironment.IsNeeded(With(plan, new EnvironmentDeclaration { PythonPackages = ["numpy"] })));
    }

    private static SweepPlan With(SweepPlan plan, EnvironmentDeclaration environment) =>
        plan with { Image = plan.Image with { Environment = environment } };

    private static int MadeCount(RecordingObserver observer) => observer.Calls.Count(call => call == $"preparing {Making}");

    private SweepPlan Plan(params string[] packages) => Plans.Create(1, _folder.Path) with
    {
        Image = new ImageDeclaration(new ProjectProgram(ProgramKind.PythonScript, "train.py", "."))
        {
            Environment = new EnvironmentDeclaration
            {
                RequirementFiles = File.Exists(Path.Combine(_folder.Path, "requirements.txt")) ? ["requirements.txt"] : [],
                PythonPackages = packages,
            },
        },
    };

    private Task<SweepResult> RunAsync(params string[] packages) => RunAsync(_observer, Plan(packages).Run());

    private static Task<SweepResult> RunAsync(RecordingObserver observer, SweepRun run) =>
        SweepTrial.RunOnceAsync(run, new ProcessJobEngine(run, Environment.GetEnvironmentVariable("PATH")), observer, limit: TimeSpan.FromMinutes(10));

    /// <summary>Needs a Python that can make environments with pip.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class VenvFactAttribute : FactAttribute
    {
        private static readonly Lazy<bool> Works = new(() => new Command(Children.Python, "-c", "import ensurepip, venv").RunAsync().GetAwaiter().GetResult().ExitCode == 0);

        public VenvFactAttribute() => Skip = !OperatingSystem.IsWindows() && Works.Value ? null : "needs a POSIX system with Python's venv and ensurepip";
    }

    /// <summary>A folder with one wheel, and pip told to look nowhere else.</summary>
    public sealed class Wheels : IDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly Dictionary<string, string?> _before = [];

        public Wheels()
        {
            using var wheel = ZipFile.Open(Path.Combine(_folder.Path, "caliban_trial-1.0-py3-none-any.whl"), ZipArchiveMode.Create);
            Add("caliban_trial.py", "name = 'trial'\n");
            Add("caliban_trial-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: caliban-trial\nVersion: 1.0\n");
            Add("caliban_trial-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nGenerator: caliban\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
            Add("caliban_trial-1.0.dist-info/RECORD", "caliban_trial.py,,\ncaliban_trial-1.0.dist-info/METADATA,,\ncaliban_trial-1.0.dist-info/WHEEL,,\ncaliban_trial-1.0.dist-info/RECORD,,\n");
            Set("PIP_NO_INDEX", "1");
            Set("PIP_FIND_LINKS", _folder.Path);

            void Add(string name, string text)
            {
                using var writer = new StreamWriter(wheel.CreateEntry(name).Open());
                writer.Write(text);
            }

            void Set(string name, string value)
            {
                _before[name] = Environment.GetEnvironmentVariable(name);
                Environment.SetEnvironmentVariable(name, value);
            }
        }

        public void Dispose()
        {
            foreach (var (name, value) in _before)
            {
                Environment.SetEnvironmentVariable(name, value);
            }

            _folder.Dispose();
        }
    }
}
