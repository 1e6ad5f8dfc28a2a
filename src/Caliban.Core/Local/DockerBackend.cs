using Caliban.Core.Docker;
using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Processes;

namespace Caliban.Core.Local;

/// <summary>Containers, known by the label that the Docker engine gives them.</summary>
internal sealed class DockerBackend(DockerClient docker) : IJobBackend
{
    public const string BackendName = "docker";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>How long an engine may take to kill containers.</summary>
    private static readonly TimeSpan KillTime = TimeSpan.FromSeconds(30);

    public string Name => BackendName;

    public async Task<IReadOnlyList<BackendJob>> ObserveAsync(IReadOnlyList<RecordedJob> jobs, CancellationToken cancellationToken)
    {
        var states = await docker.ContainerStatesAsync(DockerRunCommand.NameLabel, cancellationToken).ConfigureAwait(false);
        var ended = jobs.Select(job => job.RemoteName).Where(name => states.GetValueOrDefault(name)?.Phase == ContainerPhase.Exited).Distinct().ToList();
        var times = ended.Count > 0 ? await docker.ContainerTimesAsync(ended, cancellationToken).ConfigureAwait(false) : null;
        return [.. jobs.Select(job => Describe(states.GetValueOrDefault(job.RemoteName), times?.GetValueOrDefault(job.RemoteName)))];
    }

    public async Task<BackendJob> SettleAsync(RecordedJob job, CancellationToken cancellationToken)
    {
        if (job.RemoteName.Length == 0)
        {
            return BackendJob.Unknown;
        }

        var state = await new Container(docker, job.RemoteName).SettleAsync(cancellationToken).ConfigureAwait(false);
        return state is null ? BackendJob.Unknown : (await ObserveAsync([job], cancellationToken).ConfigureAwait(false))[0];
    }

    public async Task StopAsync(IReadOnlyList<RecordedJob> jobs, CancellationToken cancellationToken)
    {
        if (await SignalAsync("INT").ConfigureAwait(false) && await RunAfterAsync(Container.Grace).ConfigureAwait(false)
            && await SignalAsync("KILL").ConfigureAwait(false) && await RunAfterAsync(KillTime).ConfigureAwait(false))
        {
            throw new TimeoutException("the engine does not end containers that were killed");
        }

        async Task<bool> SignalAsync(string signal)
        {
            var running = await RunningAsync().ConfigureAwait(false);
            await docker.SignalAsync(running, signal, cancellationToken).ConfigureAwait(false);
            return running.Count > 0;
        }

        async Task<bool> RunAfterAsync(TimeSpan time)
        {
            for (var waited = TimeSpan.Zero; waited < time; waited += Interval)
            {
                if ((await RunningAsync().ConfigureAwait(false)).Count == 0)
                {
                    return false;
                }

                await Task.Delay(Interval, cancellationToken).ConfigureAwait(false);
            }

            return true;
        }

        async Task<IReadOnlyList<string>> RunningAsync()
        {
            var states = await docker.ContainerStatesAsync(DockerRunCommand.NameLabel, cancellationToken).ConfigureAwait(false);
            return [.. jobs.Select(job => job.RemoteName).Where(name => states.GetValueOrDefault(name)?.Phase == ContainerPhase.Running).Distinct()];
        }
    }

    public async Task SaveLogAsync(RecordedJob job, CancellationToken cancellationToken)
    {
        if (job.LogPath.Length > 0 && await ExistsAsync(job, cancellationToken).ConfigureAwait(false))
        {
            await SavedLog.WriteAsync(job.LogPath, onOutput => new Container(docker, job.RemoteName).CopyOutputAsync(onOutput, follow: false, cancellationToken))
                .ConfigureAwait(false);
        }
    }

    public async Task CopyOutputAsync(RecordedJob job, OutputHandler onOutput, bool follow, CancellationToken cancellationToken)
    {
        if (await ExistsAsync(job, cancellationToken).ConfigureAwait(false))
        {
            await new Container(docker, job.RemoteName).CopyOutputAsync(onOutput, follow, cancellationToken).ConfigureAwait(false);
        }
        else if (job.LogPath.Length > 0)
        {
            await SavedLog.CopyAsync(job.LogPath, onOutput, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task ReleaseAsync(IReadOnlyList<RecordedJob> jobs, CancellationToken cancellationToken)
    {
        IReadOnlyList<RecordedJob> named = [.. jobs.Where(job => job.RemoteName.Length > 0)];
        await docker.RemoveEndedAsync([.. named.Select(job => job.RemoteName)], cancellationToken).ConfigureAwait(false);
        foreach (var job in named.Where(job => job.LogPath.Length > 0))
        {
            MetricsMount.DeleteEmpty(SweepRun.MetricsPath(job.LogPath, job.RemoteName));
        }
    }

    private async Task<bool> ExistsAsync(RecordedJob job, CancellationToken cancellationToken) =>
        job.RemoteName.Length > 0 && await new Container(docker, job.RemoteName).FindAsync(cancellationToken).ConfigureAwait(false) is not null;

    private static BackendJob Describe(ContainerState? state, (DateTimeOffset? StartedAt, DateTimeOffset? EndedAt)? times) => state switch
    {
        null => BackendJob.Unknown,
        { Phase: ContainerPhase.Created } => new BackendJob(BackendState.Waiting),
        { Phase: ContainerPhase.Running } => new BackendJob(BackendState.Running),
        // One that the engine calls dead has no exit code.
        { ExitCode: null } => BackendJob.Unknown,
        // The engine may note the start of a short one after its end.
        _ => new BackendJob(BackendState.Exited, state.ExitCode, times?.StartedAt, times?.EndedAt < times?.StartedAt ? times?.StartedAt : times?.EndedAt),
    };
}
