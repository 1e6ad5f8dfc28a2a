using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Jobs.Journal;
using Caliban.Core.Tests.Processes;

namespace Caliban.Core.Tests.Jobs;

/// <summary>Runs sweeps with a real history in memory, which several of them may share.</summary>
internal sealed class SweepTrial : IAsyncDisposable
{
    private SweepTrial(IHistory history) => History = history;

    public IHistory History { get; }

    /// <summary>What the backends of the trial know; nothing unless a test says so.</summary>
    public FakeBackend Backend { get; } = new();

    public static async Task<SweepTrial> StartAsync() =>
        new(await HistoryStore.OpenAsync("none", _ => null, SourceLocation.None, CancellationToken.None));

    /// <summary>One sweep with a history of its own.</summary>
    public static async Task<SweepResult> RunOnceAsync(
        SweepRun run, IJobEngine engine, RecordingObserver observer, TimeProvider? time = null, TimeSpan? limit = null, CancellationToken cancellation = default)
    {
        await using var trial = await StartAsync();
        return await trial.RunAsync(run, engine, observer, time, limit, cancellation);
    }

    public Reconciler Reconciler(Func<Core.Processes.ProcessIdentity, bool>? isAlive = null) =>
        new(History, (_, _) => Task.FromResult<IJobBackend?>(Backend), Environment.UserName, Environment.MachineName, isAlive: isAlive);

    public async Task<SweepResult> RunAsync(
        SweepRun run, IJobEngine engine, RecordingObserver observer, TimeProvider? time = null, TimeSpan? limit = null, CancellationToken cancellation = default)
    {
        var submission = await BeginAsync(run, engine);
        try
        {
            return await new SweepExecutor(run, engine, submission.Journal, Reconciler(), observer, observer, time)
                .RunAsync(submission.Enrolments, cancellation).WaitAsync(limit ?? Children.Limit, CancellationToken.None);
        }
        finally
        {
            await submission.Journal.EndRunAsync();
        }
    }

    /// <summary>Writes a run down as a build does, adopting what still runs.</summary>
    public async Task<SweepSubmission> BeginAsync(SweepRun run, IJobEngine engine)
    {
        var found = await Reconciler().RunAsync(CancellationToken.None);
        return await SweepSubmission.BeginAsync(History, run, engine.Backend, engine.IdentifyAsync, found.Adoptable, continuesGroup: false, _ => null, TimeProvider.System, CancellationToken.None);
    }

    public ValueTask DisposeAsync() => History.DisposeAsync();
}
