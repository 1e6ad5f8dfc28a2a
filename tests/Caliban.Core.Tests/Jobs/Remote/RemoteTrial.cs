using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Jobs.Journal;
using Caliban.Core.Jobs.Remote;
using Caliban.Testing;

namespace Caliban.Core.Tests.Jobs.Remote;

/// <summary>Runs remote sweeps with a real history in a file, which several of them may share.</summary>
internal sealed class RemoteTrial : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder;
    private int _runs;

    private RemoteTrial(TemporaryFolder folder, IHistory history) => (_folder, History) = (folder, history);

    public IHistory History { get; }

    public RecordingObserver Observer { get; } = new();

    /// <summary>The clock of the sweeps.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public static async Task<RemoteTrial> StartAsync(TimeProvider? clock = null)
    {
#pragma warning disable CA2000 // ends with the trial
        var folder = new TemporaryFolder();
#pragma warning restore CA2000
        var history = await HistoryStore.OpenAsync(Path.Combine(folder.Path, "caliban.db"), _ => null, SourceLocation.None, CancellationToken.None);
        return new RemoteTrial(folder, history) { Clock = clock ?? TimeProvider.System };
    }

    public SweepPlan Plan(int jobs) => Plans.Create(jobs, _folder.Path);

    /// <summary>As a build does it: earlier jobs are looked after, the run is written down, executed and ended.</summary>
    /// <param name="continues">Whether it goes on where the last one of its group was interrupted.</param>
    public async Task<SweepResult> RunAsync(
        SweepPlan plan, FakeRemoteBackend backend, RemoteOptions? options = null, RecordingObserver? observer = null, bool continues = false, CancellationToken cancellation = default)
    {
        var reconciler = Reconciler(backend);
        var run = new SweepRun(plan, $"run-{Interlocked.Increment(ref _runs)}", "group");
        var found = await reconciler.RunAsync(CancellationToken.None);
        var submission = await SweepSubmission.BeginAsync(
            History, run, backend.Name, _ => Task.FromResult(Image), found.Adoptable, continues, _ => null, TimeProvider.System, CancellationToken.None);
        try
        {
            options ??= new RemoteOptions { PollInterval = TimeSpan.FromMilliseconds(10) };
            using var executor = new RemoteSweepExecutor(run, backend, submission.Journal, reconciler, options, observer ?? Observer, Clock);
            return await executor.RunAsync(submission.Enrolments, cancellation).WaitAsync(Limit, CancellationToken.None);
        }
        finally
        {
            await submission.Journal.EndRunAsync();
        }
    }

    public Reconciler Reconciler(FakeRemoteBackend backend) =>
        new(History, (_, _) => Task.FromResult<IJobBackend?>(backend), Environment.UserName, Environment.MachineName, andRemote: true);

    public Task<IReadOnlyList<RecordedJob>> RowsAsync() => History.JobsAsync(new JobQuery(), CancellationToken.None);

    public async Task<RecordedJob> RowAsync(long id) => Assert.Single(await History.JobsAsync(new JobQuery { Ids = [id] }, CancellationToken.None));

    /// <summary>Somebody stops a job, as CalibanStop does.</summary>
    public Task<bool> StopAsync(long id) => History.RecordAsync(
        id, new JobChange(JobState.Stopped, DateTimeOffset.UtcNow) { Detail = "stopped by ada" }, CancellationToken.None);

    /// <summary>Waits until something is so.</summary>
    public static async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!isSo())
        {
            await Task.Delay(5, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await History.DisposeAsync();
        _folder.Dispose();
    }

    private static RecordedImage Image { get; } = new("cloud-1", "registry/mnist@sha256:1", "sha256:1", new Dictionary<string, string> { ["train.py"] = "1" });
}
