using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Processes;

namespace Caliban.Core.Local;

/// <summary>Processes of this machine, known by the folders that the process engine keeps of them.</summary>
internal sealed class ProcessBackend : IJobBackend
{
    public const string BackendName = "process";

    /// <summary>How long a process that was just started may take to write down which it is.</summary>
    private static readonly TimeSpan NamingTime = TimeSpan.FromSeconds(2);

    public string Name => BackendName;

    public Task<IReadOnlyList<BackendJob>> ObserveAsync(IReadOnlyList<RecordedJob> jobs, CancellationToken cancellationToken) =>
        Task.Run<IReadOnlyList<BackendJob>>(() => [.. jobs.Select(Observe)], cancellationToken);

    public async Task<BackendJob> SettleAsync(RecordedJob job, CancellationToken cancellationToken)
    {
        if (Folder(job) is not { } folder || folder.Fence())
        {
            return BackendJob.Unknown;
        }

        // Without a name after that time it was killed between its first file and the line in it, and never ran anything.
        for (var waited = TimeSpan.Zero; folder.Process is null && waited < NamingTime; waited += TimeSpan.FromMilliseconds(25))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(25), cancellationToken).ConfigureAwait(false);
        }

        return Observe(job);
    }

    public Task StopAsync(IReadOnlyList<RecordedJob> jobs, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        jobs, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = cancellationToken }, async (job, _) => await StopAsync(job).ConfigureAwait(false));

    public async Task SaveLogAsync(RecordedJob job, CancellationToken cancellationToken)
    {
        if (Folder(job) is { } folder && File.Exists(folder.Output(OutputChannel.Standard)))
        {
            await SavedLog.WriteAsync(job.LogPath, onOutput =>
            {
                using var reader = new SpoolReader(folder, onOutput);
                reader.ReadAvailable();
                return Task.FromResult(true);
            }).ConfigureAwait(false);
        }
    }

    public async Task CopyOutputAsync(RecordedJob job, OutputHandler onOutput, bool follow, CancellationToken cancellationToken)
    {
        if (Folder(job) is not { } folder || !File.Exists(folder.Output(OutputChannel.Standard)))
        {
            await SavedLog.CopyAsync(job.LogPath, onOutput, cancellationToken).ConfigureAwait(false);
            return;
        }

        using var reader = new SpoolReader(folder, onOutput);
        var process = folder.Process;
        while (follow && process is not null && folder.ExitCode is null && ProcessIdentities.IsAlive(process))
        {
            reader.ReadAvailable();
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken).ConfigureAwait(false);
        }

        reader.ReadAvailable();
    }

    public async Task ReleaseAsync(IReadOnlyList<RecordedJob> jobs, CancellationToken cancellationToken)
    {
        foreach (var job in jobs)
        {
            if (Folder(job) is not { } folder || !Directory.Exists(folder.Path) || (folder.Process is { } process && ProcessIdentities.IsAlive(process)))
            {
                continue;
            }

            await new DetachedProcess(folder, job.RemoteName).EndRestAsync(TimeSpan.Zero).ConfigureAwait(false);
            await Task.Run(() => StagedCopy.Delete(folder.Path), cancellationToken).ConfigureAwait(false);
        }
    }

    private static ControlFolder? Folder(RecordedJob job) =>
        job.LogPath.Length > 0 && job.RemoteName.Length > 0 ? ProcessPaths.Job(job.LogPath, job.RemoteName) : null;

    private static BackendJob Observe(RecordedJob job)
    {
        if (Folder(job) is not { } folder || folder.Process is not { } process)
        {
            return BackendJob.Unknown;
        }

        var isAlive = ProcessIdentities.IsAlive(process);

        // Read after that, since it may have ended between the two.
        return folder.ExitCode is { } code
            ? new BackendJob(BackendState.Exited, code, folder.StartedAt, folder.EndedAt, process)
            : isAlive ? new BackendJob(BackendState.Running, StartedAt: folder.StartedAt, Process: process) : BackendJob.Unknown;
    }

    private static async Task StopAsync(RecordedJob job)
    {
        if (Folder(job) is not { } folder || folder.Process is not { } process || !ProcessIdentities.IsAlive(process))
        {
            return;
        }

        var detached = new DetachedProcess(folder, job.RemoteName);
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync().ConfigureAwait(false);
        try
        {
            await detached.FollowAsync(process.Id, detached.WaitAsync(process), (_, _) => { }, ProcessJob.Grace, stopped.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It has ended.
        }
    }
}
