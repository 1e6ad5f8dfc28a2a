using System.Text;
using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Processes;

namespace Caliban.Core.Tests.Tracking;

/// <summary>A backend that knows what a test tells it, and writes down what it is asked.</summary>
internal sealed class FakeBackend : IJobBackend
{
    public string Name => "docker";

    /// <summary>By the numbers of jobs; others are unknown.</summary>
    public Dictionary<long, BackendState> States { get; } = [];

    public Dictionary<long, string> Outputs { get; } = [];

    public List<string> Calls { get; } = [];

    public bool IsSilent { get; set; }

    public Action<RecordedJob> OnStop { get; set; } = _ => { };

    public Task<IReadOnlyList<BackendJob>> ObserveAsync(IReadOnlyList<RecordedJob> jobs, CancellationToken cancellationToken) => IsSilent
        ? throw new TimeoutException("docker does not answer")
        : Task.FromResult<IReadOnlyList<BackendJob>>([.. jobs.Select(job => new BackendJob(States.GetValueOrDefault(job.Id)))]);

    public Task<BackendJob> SettleAsync(RecordedJob job, CancellationToken cancellationToken)
    {
        Calls.Add($"settle {job.Id}");
        return Task.FromResult(BackendJob.Unknown);
    }

    public Task StopAsync(IReadOnlyList<RecordedJob> jobs, CancellationToken cancellationToken)
    {
        Calls.Add($"stop {string.Join(' ', jobs.Select(job => job.Id))}");
        foreach (var job in jobs)
        {
            OnStop(job);
        }

        return Task.CompletedTask;
    }

    public Task SaveLogAsync(RecordedJob job, CancellationToken cancellationToken)
    {
        Calls.Add($"save {job.Id}");
        return Task.CompletedTask;
    }

    public Task CopyOutputAsync(RecordedJob job, OutputHandler onOutput, bool follow, CancellationToken cancellationToken)
    {
        onOutput(OutputChannel.Standard, Encoding.UTF8.GetBytes(Outputs[job.Id]));
        return Task.CompletedTask;
    }

    public Task ReleaseAsync(IReadOnlyList<RecordedJob> jobs, CancellationToken cancellationToken)
    {
        Calls.Add($"release {string.Join(' ', jobs.Select(job => job.Id))}");
        return Task.CompletedTask;
    }
}
