using System.Collections.Concurrent;
using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Jobs.Remote;
using Caliban.Core.Processes;

namespace Caliban.Core.Tests.Jobs.Remote;

/// <summary>A remote backend that does what a test says, and remembers what it was handed.</summary>
internal sealed class FakeRemoteBackend : IRemoteBackend
{
    public const string NoneLeft = "none left";

    private readonly ConcurrentQueue<RemoteLaunch> _asked = new();
    private readonly ConcurrentQueue<RemoteLaunch> _accepted = new();
    private readonly ConcurrentQueue<string> _calls = new();

    public string Name => "vertex";

    public string Place => "projects/p/locations/r";

    public int CandidateCount { get; init; } = 1;

    public int Concurrency { get; init; } = 4;

    /// <summary>Called before it is asked, while a job can be withdrawn.</summary>
    public Func<RemoteLaunch, CancellationToken, Task> OnTurn { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Called before a job is taken; refuses it by throwing.</summary>
    public Func<RemoteLaunch, CancellationToken, Task> OnSubmit { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>How a job stands from its acceptance on; it succeeds at once unless a test says otherwise.</summary>
    public Func<RemoteLaunch, BackendJob> Fate { get; set; } = _ => Ended(0);

    /// <summary>What a job printed; a silent log service throws.</summary>
    public Func<RecordedJob, string> Log { get; set; } = _ => "";

    /// <summary>The jobs it has, by their names.</summary>
    public ConcurrentDictionary<string, BackendJob> Jobs { get; } = [];

    /// <summary>Why it does not answer questions; null when it does.</summary>
    public string? Silence { get; set; }

    /// <summary>All that it was asked to take.</summary>
    public IReadOnlyList<RemoteLaunch> Asked => [.. _asked];

    /// <summary>What it took.</summary>
    public IReadOnlyList<RemoteLaunch> Accepted => [.. _accepted];

    /// <summary>All other calls, in order.</summary>
    public IReadOnlyList<string> Calls => [.. _calls];

    public static BackendJob Waiting { get; } = new(BackendState.Waiting);

    public static BackendJob Running { get; } = new(BackendState.Running);

    public static BackendJob Ended(int exitCode, string detail = "") => new(BackendState.Exited, exitCode) { Detail = detail };

    public static BackendJob Cancelled { get; } = new(BackendState.Exited) { Result = JobState.Stopped, Detail = "it was cancelled" };

    public static RemoteRefusalException Refusal(RemoteRefusalKind kind, string reason = "the planted reason") => new(
        Diagnostic.Create(GoogleApiDiagnostics.RequestInvalid, SourceLocation.None, "Submitting the job", reason, ""), kind);

    public string CandidateTitle(int candidate) => $"kind {candidate}";

    public async Task<RemoteReceipt> SubmitAsync(RemoteLaunch launch, Action<string> onWait, CancellationToken withdraw, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(withdraw, cancellationToken);
        try
        {
            await OnTurn(launch, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            throw new RemoteWithdrawalException(end.Token);
        }

        _asked.Enqueue(launch);
        await OnSubmit(launch, cancellationToken);
        return Take(launch);
    }

    /// <summary>Takes a job although who handed it over may never hear of it.</summary>
    public RemoteReceipt Take(RemoteLaunch launch)
    {
        _accepted.Enqueue(launch);
        Jobs[launch.Name] = Fate(launch);
        return new RemoteReceipt($"{Place}/customJobs/{launch.Id}", $"https://jobs/{launch.Id}", [$"log: https://logs/{launch.Id}"]);
    }

    public bool EndedForLackOfHardware(BackendJob job) => job.Detail == NoneLeft;

    public Task<IReadOnlyList<BackendJob>> ObserveAsync(IReadOnlyList<RecordedJob> jobs, CancellationToken cancellationToken)
    {
        _calls.Enqueue($"observe {jobs.Count}");
        return Silence is { } reason
            ? Task.FromException<IReadOnlyList<BackendJob>>(new TimeoutException(reason))
            : Task.FromResult<IReadOnlyList<BackendJob>>([.. jobs.Select(Find)]);
    }

    public Task<BackendJob> SettleAsync(RecordedJob job, CancellationToken cancellationToken)
    {
        _calls.Enqueue($"settle {job.Id}");
        return Task.FromResult(Find(job));
    }

    public Task StopAsync(IReadOnlyList<RecordedJob> jobs, CancellationToken cancellationToken)
    {
        _calls.Enqueue($"stop {string.Join(' ', jobs.Select(job => job.Resource))}");
        if (Silence is { } reason)
        {
            throw new TimeoutException(reason);
        }

        foreach (var job in jobs)
        {
            Jobs[job.RemoteName] = Cancelled;
        }

        return Task.CompletedTask;
    }

    public async Task SaveLogAsync(RecordedJob job, CancellationToken cancellationToken)
    {
        _calls.Enqueue($"save {job.Id}");
        var log = Log(job);
        Directory.CreateDirectory(Path.GetDirectoryName(job.LogPath)!);
        await File.WriteAllTextAsync(job.LogPath, log, cancellationToken);
    }

    public Task CopyOutputAsync(RecordedJob job, OutputHandler onOutput, bool follow, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ReleaseAsync(IReadOnlyList<RecordedJob> jobs, CancellationToken cancellationToken) => Task.CompletedTask;

    private BackendJob Find(RecordedJob job) => Jobs.TryGetValue(job.RemoteName, out var found)
        ? found with { Resource = $"{Place}/customJobs/{job.Id}", Link = $"https://jobs/{job.Id}" }
        : BackendJob.Unknown;
}
