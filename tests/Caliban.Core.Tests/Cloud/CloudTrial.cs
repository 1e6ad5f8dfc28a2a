using Caliban.Core.Cloud;
using Caliban.Core.Diagnostics;
using Caliban.Core.GoogleCloud;
using Caliban.Core.GoogleCloud.Vertex;
using Caliban.Core.History;
using Caliban.Core.Images;
using Caliban.Core.Jobs;
using Caliban.Core.Projects;
using Caliban.Core.Tests.Jobs;
using Caliban.Emulator;
using Caliban.Emulator.Jobs;
using Caliban.Testing;

namespace Caliban.Core.Tests.Cloud;

/// <summary>A project whose jobs go to an emulator, with a history in a file.</summary>
internal sealed class CloudTrial : IAsyncDisposable
{
    public const string Image = "registry.example/mnist@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();

    private CloudTrial(GoogleCloudEmulator cloud) => Cloud = cloud;

    public GoogleCloudEmulator Cloud { get; }

    public string Folder => _folder.Path;

    public RecordingObserver Observer { get; } = new();

    /// <summary>Variables of the build.</summary>
    public Dictionary<string, string?> Variables { get; } = [];

    /// <summary>Properties of the project; those that lead to the emulator are there.</summary>
    public Dictionary<string, string> Properties { get; } = [];

    public List<DeclaredItem> GpuSpecs { get; } = [];

    public List<DeclaredItem> JobLabels { get; } = [];

    /// <summary>How services are spoken to: waits are short.</summary>
    public GoogleConnectionOptions Connection { get; set; } = new() { Random = () => 0.02 };

    public static async Task<CloudTrial> StartAsync(EmulatorOptions? options = null)
    {
        var trial = new CloudTrial(await GoogleCloudEmulator.StartAsync(
            (options ?? new EmulatorOptions()) with { Times = options?.Times ?? new JobTimes { Running = TimeSpan.FromMilliseconds(50) } }));
        trial.Variables["HOME"] = trial.Folder;
        trial.Properties["CalibanProjectId"] = trial.Cloud.Project.Id;
        trial.Properties["CalibanVertexEndpoint"] = trial.Cloud.Url;
        trial.Properties["CalibanLoggingEndpoint"] = trial.Cloud.Url;
        trial.Properties["CalibanCloudKey"] = trial.Cloud.WriteServiceAccountKey(trial.Folder);
        return trial;
    }

    public string ProjectFile => Path.Combine(Folder, "mnist.csproj");

    public SweepPlan Plan(int jobs) => Plans.Create(jobs, Folder) with { ImageTag = Image, HistoryLocation = Path.Combine(Folder, "caliban.db") };

    public string Write(string name, string content) => _folder.Write(name, content);

    /// <summary>Checked as a build checks it.</summary>
    /// <exception cref="DiagnosticException">What is wrong with the project.</exception>
    public Task<VertexTarget> DeclareAsync() => new VertexPlanner(Variables.GetValueOrDefault, Observer).PlanAsync(
        new DeclaredCloud
        {
            ProjectFile = ProjectFile,
            Project = "mnist",
            Image = new ImageDeclaration(new ProjectProgram(ProgramKind.PythonModule, "trainer.train", "trainer")) { UseGpu = GpuSpecs.Count > 0 },
            Settings = new CloudSettings(Properties),
            GpuSpecs = GpuSpecs,
            JobLabels = JobLabels,
        },
        CancellationToken.None);

    /// <summary>One build: declared, submitted and watched, with waits that suit a test.</summary>
    public async Task<SweepResult> RunAsync(SweepPlan plan, RecordingObserver? observer = null, CancellationToken cancellation = default)
    {
        var target = await DeclareAsync() with { PollInterval = TimeSpan.FromMilliseconds(50), SettleTime = TimeSpan.FromMilliseconds(300) };
        return await RunAsync(plan, target with { SubmissionsPerMinute = 0 }, observer, cancellation);
    }

    public async Task<SweepResult> RunAsync(SweepPlan plan, VertexTarget target, RecordingObserver? observer = null, CancellationToken cancellation = default)
    {
        observer ??= Observer;
#pragma warning disable CA2000 // the backend disposes of it
        using var backend = new VertexBackend(
            new GoogleConnection(target.Google, Variables.GetValueOrDefault, Connection), new VertexBackendOptions { SettleTime = target.SettleTime });
#pragma warning restore CA2000
        var sweep = new VertexSweep(
            (name, _) => Task.FromResult<IJobBackend?>(name == VertexBackend.BackendName ? backend : null), Variables.GetValueOrDefault)
        {
            Connection = Connection,
            Submission = new VertexSubmitterOptions
            {
                Concurrency = 16,
                Looks = [TimeSpan.Zero, TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(100)],
                MostUncertain = 30,
            },
        };
        return (await sweep.RunAsync(plan, target, Image, observer, observer, cancellation).WaitAsync(Limit, CancellationToken.None)).Result;
    }

    public Task<IHistory> HistoryAsync() =>
        HistoryStore.OpenAsync(Path.Combine(Folder, "caliban.db"), _ => null, SourceLocation.None, CancellationToken.None);

    public async Task<IReadOnlyList<RecordedJob>> RowsAsync()
    {
        await using var history = await HistoryAsync();
        return await history.JobsAsync(new JobQuery(), CancellationToken.None);
    }

    /// <summary>Fails unless the emulator was given each experiment of a plan exactly once.</summary>
    public void AssertEachOnce(int jobs) => Assert.Equal(
        Enumerable.Range(1, jobs).Select(index => $"--rate {index}"),
        Cloud.Jobs.Select(job => string.Join(' ', job.Arguments)).OrderBy(text => int.Parse(text[7..])));

    public async ValueTask DisposeAsync()
    {
        await Cloud.DisposeAsync();
        _folder.Dispose();
    }
}
