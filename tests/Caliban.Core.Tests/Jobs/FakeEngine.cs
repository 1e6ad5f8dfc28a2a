using System.Collections.Concurrent;
using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Processes;

namespace Caliban.Core.Tests.Jobs;

/// <summary>An engine whose jobs do what a test says, and which remembers what was asked of it.</summary>
internal sealed class FakeEngine(Func<PlannedJob, OutputHandler, CancellationToken, Task<JobOutcome>> run) : IJobEngine
{
    private readonly ConcurrentQueue<int> _started = new();
    private readonly ConcurrentQueue<JobLaunch> _launches = new();
    private readonly ConcurrentQueue<int> _followed = new();
    private readonly ConcurrentQueue<string> _released = new();
    private int _running;
    private int _mostRunning;

    /// <summary>Every job ends at once with the exit code the function gives for its number.</summary>
    public FakeEngine(Func<int, int> exitCode)
        : this((job, _, _) => Task.FromResult(JobOutcome.Exited(exitCode(job.Index))))
    {
    }

    public string Backend => "docker";

    public IReadOnlyList<int> Started => [.. _started];

    public IReadOnlyList<JobLaunch> Launches => [.. _launches];

    /// <summary>The jobs that were taken over from another build.</summary>
    public IReadOnlyList<int> Followed => [.. _followed];

    /// <summary>The names of jobs whose results are written down.</summary>
    public IReadOnlyList<string> Released => [.. _released];

    /// <summary>How many jobs ran at the same time, at most.</summary>
    public int MostRunning => _mostRunning;

    public int CleanUps { get; private set; }

    public Func<Action<string>, CancellationToken, Task> Prepare { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>Called between the journal's entry and the engine's answer.</summary>
    public Func<JobLaunch, Task> BeforeAcceptance { get; init; } = _ => Task.CompletedTask;

    public RecordedImage Image { get; init; } = new("image-1", "caliban/mnist:1", "", new Dictionary<string, string> { ["train.py"] = "1" });

    public IReadOnlyList<string> Devices { get; init; } = [];

    public IReadOnlyList<string> Command(PlannedJob job) => ["program", .. job.Arguments];

    public Task<RecordedImage> IdentifyAsync(CancellationToken cancellationToken) => Task.FromResult(Image);

    public Task<IReadOnlyList<string>> DevicesAsync(CancellationToken cancellationToken) => Task.FromResult(Devices);

    public async Task<string> PrepareAsync(Action<string> onLine, CancellationToken cancellationToken)
    {
        await Prepare(onLine, cancellationToken);
        return "sha256:1";
    }

    public async Task<JobOutcome> RunAsync(
        JobLaunch launch, OutputHandler onOutput, Func<JobReceipt, Task> onAccepted, CancellationToken cancellationToken)
    {
        _started.Enqueue(launch.Job.Index);
        _launches.Enqueue(launch);
        await BeforeAcceptance(launch);
        await onAccepted(new JobReceipt());
        return await RunAsync(launch, onOutput, cancellationToken);
    }

    public Task<JobOutcome> FollowAsync(JobLaunch launch, ProcessIdentity? process, OutputHandler onOutput, CancellationToken cancellationToken)
    {
        _followed.Enqueue(launch.Job.Index);
        return RunAsync(launch, onOutput, cancellationToken);
    }

    public void Release(JobLaunch launch) => _released.Enqueue(launch.Name);

    public Task CleanUpAsync()
    {
        CleanUps++;
        return Task.CompletedTask;
    }

    private async Task<JobOutcome> RunAsync(JobLaunch launch, OutputHandler onOutput, CancellationToken cancellationToken)
    {
        InterlockedMax(Interlocked.Increment(ref _running));
        try
        {
            return await run(launch.Job, onOutput, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private void InterlockedMax(int value)
    {
        while (_mostRunning is var most && value > most && Interlocked.CompareExchange(ref _mostRunning, value, most) != most)
        {
        }
    }
}
