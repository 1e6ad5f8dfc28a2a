using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Processes;

namespace Caliban.Core.Tests.Jobs;

/// <summary>A backend that knows what a test says, and remembers what was asked of it.</summary>
internal sealed class FakeBackend : IJobBackend
{
    public string Name => "docker";

    /// <summary>Jobs by their names; others are unknown.</summary>
    public Dictionary<string, BackendJob> Jobs { get; } = [];

    public bool IsSilent { get; set; }

    public List<string> Asked { get; } = [];

    public Task<IReadOnlyList<BackendJob>> ObserveAsync(IReadOnlyList<RecordedJob> jobs, CancellationToken cancellationToken)
    {
        Asked.Add($"observe {jobs.Count}");
        return IsSilent
            ? throw new TimeoutException("no answer")
            : Task.FromResult<IReadOnlyList<BackendJob>>([.. jobs.Select(job => Jobs.GetValueOrDefault(job.RemoteName, BackendJob.Unknown))]);
    }

    public Task<BackendJob> SettleAsync(RecordedJob job, CancellationToken cancellationToken)
    {
        Asked.Add($"settle {job.Id}");
        return Task.FromResult(Jobs.GetValueOrDefault(job.RemoteName, BackendJob.Unknown));
    }

    public Task StopAsync(IReadOnlyList<RecordedJob> jobs, CancellationToken cancellationToken)
    {
        Asked.Add($"stop {string.Join(' ', jobs.Select(job => job.Id))}");
        return Task.CompletedTask;
    }

    public Task SaveLogAsync(RecordedJob job, CancellationToken cancellationToken)
    {
        Asked.Add($"save {job.Id}");
        return Task.CompletedTask;
    }

    public Task CopyOutputAsync(RecordedJob job, OutputHandler onOutput, bool follow, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ReleaseAsync(IReadOnlyList<RecordedJob> jobs, CancellationToken cancellationToken)
    {
        Asked.Add($"release {string.Join(' ', jobs.Select(job => job.Id))}");
        return Task.CompletedTask;
    }
}
