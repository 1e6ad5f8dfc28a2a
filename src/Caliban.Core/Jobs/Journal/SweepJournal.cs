using Caliban.Core.History;
using Caliban.Core.Images.Identity;

namespace Caliban.Core.Jobs.Journal;

/// <summary>
/// The history as one run writes it: every step of a job is durable before the next one is taken. What must be written
/// down is written also when the build is being stopped.
/// </summary>
/// <param name="image">The identity of the image of the run.</param>
public sealed class SweepJournal(IHistory history, SweepRun run, string backend, string image, TimeProvider time)
{
    public IHistory History => history;

    /// <summary>The name of a job at its backend: no two stores have the same, so it is found again after a crash.</summary>
    public string NameOf(long job) => $"caliban-{Short(ImageIdentity.RepositoryName(run.Plan.Project))}-{history.StoreId}-{job}";

    /// <summary>Takes a planned job, and the GPUs it needs.</summary>
    public Task<ClaimResult> ClaimAsync(
        long job, string logPath, int deviceCount, IReadOnlyList<string> devices, CancellationToken cancellationToken) =>
        history.ClaimAsync(
            new Claim
            {
                Job = job,
                RunId = run.RunId,
                Host = Environment.MachineName,
                Backend = backend,
                RemoteName = NameOf(job),
                LogPath = logPath,
                At = time.GetUtcNow(),
                DeviceCount = deviceCount,
                Devices = devices,
                JobsPerDevice = run.Plan.JobsPerGpu,
            },
            cancellationToken);

    /// <summary>Asks for a job that is handed over to another machine.</summary>
    /// <param name="place">Where it is sent to.</param>
    public Claim ClaimOf(long job, string logPath, string place) => new()
    {
        Job = job,
        RunId = run.RunId,
        Host = Environment.MachineName,
        Backend = backend,
        RemoteName = NameOf(job),
        LogPath = logPath,
        Resource = place,
        At = time.GetUtcNow(),
    };

    /// <summary>The backend has it, and it runs. False when somebody has stopped it meanwhile: then it must not.</summary>
    public Task<bool> AcceptedAsync(long job, JobReceipt receipt) =>
        history.RecordAsync(job, new JobChange(JobState.Running, time.GetUtcNow()) { Process = receipt.Process }, CancellationToken.None);

    /// <summary>The job has ended.</summary>
    /// <returns>The row, if somebody else has ended it before; null when this is its end.</returns>
    public async Task<RecordedJob?> EndedAsync(long job, JobState state, int? exitCode, string detail)
    {
        var change = new JobChange(state, time.GetUtcNow()) { ExitCode = exitCode, Detail = detail };
        return await history.RecordAsync(job, change, CancellationToken.None).ConfigureAwait(false)
            ? null
            : await FindAsync(job, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>The engine's id of the image is known now.</summary>
    public Task ImageAsync(string digest) => history.SetImageDigestAsync(image, digest, CancellationToken.None);

    /// <summary>Takes over a job that runs on after its build has ended; false while that lives.</summary>
    public Task<bool> AdoptAsync(long job, CancellationToken cancellationToken) => history.AdoptAsync(job, run.RunId, cancellationToken);

    public Task<long> RetryAsync(long job) => history.PlanRetryAsync(job, run.RunId, time.GetUtcNow(), CancellationToken.None);

    public async Task<RecordedJob?> FindAsync(long job, CancellationToken cancellationToken) =>
        await history.JobsAsync(new JobQuery { Ids = [job] }, cancellationToken).ConfigureAwait(false) is [var row, ..] ? row : null;

    public Task EndRunAsync() => history.EndRunAsync(run.RunId, time.GetUtcNow(), CancellationToken.None);

    private static string Short(string name)
    {
        const int longest = 40;
        return name.Length <= longest ? name : name[..longest].TrimEnd('-');
    }
}
