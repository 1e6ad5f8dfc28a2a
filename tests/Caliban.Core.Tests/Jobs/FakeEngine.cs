using System.Collections.Concurrent;
using Caliban.Core.Jobs;
using Caliban.Core.Processes;

namespace Caliban.Core.Tests.Jobs;

/// <summary>An engine whose jobs do what a test says, and which remembers what was asked of it.</summary>
internal sealed class FakeEngine(Func<PlannedJob, OutputHandler, CancellationToken, Task<JobOutcome>> run) : IJobEngine
{
    private readonly ConcurrentQueue<int> _started = new();
    private int _running;
    private int _mostRunning;

    /// <summary>Every job ends at once with the exit code the function gives for its number.</summary>
    public FakeEngine(Func<int, int> exitCode)
        : this((job, _, _) => Task.FromResult(JobOutcome.Exited(exitCode(job.Index))))
    {
    }

    public IReadOnlyList<int> Started => [.. _started];

    /// <summary>How many jobs ran at the same time, at most.</summary>
    public int MostRunning => _mostRunning;

    public int CleanUps { get; private set; }

    public Func<Action<string>, CancellationToken, Task> Prepare { get; init; } = (_, _) => Task.CompletedTask;

    public IReadOnlyList<string> Command(PlannedJob job) => ["program", .. job.Arguments];

    public Task PrepareAsync(Action<string> onLine, CancellationToken cancellationToken) => Prepare(onLine, cancellationToken);

    public async Task<JobOutcome> RunAsync(PlannedJob job, OutputHandler onOutput, CancellationToken cancellationToken)
    {
        _started.Enqueue(job.Index);
        var running = Interlocked.Increment(ref _running);
        InterlockedMax(running);
        try
        {
            return await run(job, onOutput, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    public Task CleanUpAsync()
    {
        CleanUps++;
        return Task.CompletedTask;
    }

    private void InterlockedMax(int value)
    {
        while (_mostRunning is var most && value > most && Interlocked.CompareExchange(ref _mostRunning, value, most) != most)
        {
        }
    }
}
