using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Caliban.Core.Diagnostics;
using Caliban.Core.GoogleCloud;
using Caliban.Core.GoogleCloud.Logging;
using Caliban.Core.GoogleCloud.Vertex;
using Caliban.Core.GoogleCloud.Vertex.Labels;
using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Processes;

namespace Caliban.Core.Cloud;

/// <summary>
/// Custom jobs of Vertex AI, known by the label that has their name. One list for each project and region answers for all of
/// them; only one that the list does not show is asked for by its own name, before it is called gone.
/// </summary>
public sealed class VertexBackend(GoogleConnection connection, VertexBackendOptions options) : IJobBackend, IDisposable
{
    public const string BackendName = "vertex";

    /// <summary>Clocks differ: jobs are asked for from so long before their submission.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<(string Project, string Region), VertexClient> _clients = new();
    private readonly ConcurrentDictionary<string, Lazy<Task>> _settled = new(StringComparer.Ordinal);

    public string Name => BackendName;

    public async Task<IReadOnlyList<BackendJob>> ObserveAsync(IReadOnlyList<RecordedJob> jobs, CancellationToken cancellationToken)
    {
        var seen = new Dictionary<long, BackendJob>();
        foreach (var group in jobs.GroupBy(job => VertexResource.Parse(job.Resource)?.Place ?? ""))
        {
            if (group.Key.Length > 0)
            {
                await AskAsync(() => ObserveAsync(VertexResource.Parse(group.Key)!, [.. group], seen, cancellationToken)).ConfigureAwait(false);
            }
        }

        return [.. jobs.Select(job => seen.GetValueOrDefault(job.Id, BackendJob.Unknown))];
    }

    public async Task<BackendJob> SettleAsync(RecordedJob job, CancellationToken cancellationToken)
    {
        // A request that was under way when its build died may still arrive, and lists show new jobs late. One wait for each such build.
        var settled = _settled.GetOrAdd(job.ClaimedBy, _ => new Lazy<Task>(() => Task.Delay(options.SettleTime, connection.Time)));
        await settled.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (VertexResource.Parse(job.Resource) is not { } place)
        {
            return BackendJob.Unknown;
        }

        var settling = BackendJob.Unknown;
        await AskAsync(async () => settling = await SettleAsync(Client(place), place, job, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        return settling;
    }

    public async Task StopAsync(IReadOnlyList<RecordedJob> jobs, CancellationToken cancellationToken)
    {
        var seen = await ObserveAsync(jobs, cancellationToken).ConfigureAwait(false);
        var alive = jobs.Zip(seen).Where(pair => pair.Second.State is BackendState.Waiting or BackendState.Running).ToList();
        var failures = new ConcurrentQueue<TimeoutException>();
        await Parallel.ForEachAsync(
            alive,
            new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellationToken },
            async (pair, token) =>
            {
                var resource = VertexResource.Parse(pair.Second.Resource!)!;
                try
                {
                    await AskAsync(() => Client(resource).CancelAsync(resource.Id, token)).ConfigureAwait(false);
                }
                catch (TimeoutException exception)
                {
                    failures.Enqueue(exception);
                }
            }).ConfigureAwait(false);
        if (failures.TryDequeue(out var failure))
        {
            throw failure;
        }
    }

    public async Task SaveLogAsync(RecordedJob job, CancellationToken cancellationToken)
    {
        if (job.LogPath.Length > 0 && VertexResource.Parse(job.Resource) is { Id.Length: > 0 })
        {
            await AskAsync(() => SavedLog.WriteAsync(job.LogPath, async onOutput =>
            {
                await CopyAsync(job, onOutput, cancellationToken).ConfigureAwait(false);
                return true;
            })).ConfigureAwait(false);
        }
    }

    public async Task CopyOutputAsync(RecordedJob job, OutputHandler onOutput, bool follow, CancellationToken cancellationToken)
    {
        if (!follow)
        {
            await AskAsync(() => CopyAsync(job, onOutput, cancellationToken)).ConfigureAwait(false);
            return;
        }

        var located = await LocateAsync(job, cancellationToken).ConfigureAwait(false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ended = EndAsync(located, stop.Token);
        await AskAsync(() => CopyAsync(located, onOutput, cancellationToken, ended)).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
    }

    /// <summary>Nothing is kept of a job but itself, which stays.</summary>
    public Task ReleaseAsync(IReadOnlyList<RecordedJob> jobs, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => connection.Dispose();

    /// <summary>What went wrong with the service says nothing about its jobs.</summary>
    /// <exception cref="TimeoutException">It did not answer, or refused.</exception>
    internal static async Task AskAsync(Func<Task> question)
    {
        try
        {
            await question().ConfigureAwait(false);
        }
        catch (DiagnosticException exception)
        {
            throw new TimeoutException($"{exception.Diagnostics[0].Descriptor.Code}: {exception.Diagnostics[0].Message}", exception);
        }
    }

    /// <summary>Whoever sent it twice has died before he could stop one of the two.</summary>
    private static async Task<BackendJob> SettleAsync(VertexClient client, VertexResource place, RecordedJob job, CancellationToken cancellationToken)
    {
        var found = (await FindAsync(client, [job], cancellationToken).ConfigureAwait(false))[job.Id].ToList();
        if (found.Count == 0)
        {
            return BackendJob.Unknown;
        }

        foreach (var other in found.Skip(1).Where(other => !other.IsFinal && other.State != CustomJobState.Cancelling))
        {
            await client.CancelAsync(other.Id, cancellationToken).ConfigureAwait(false);
        }

        return Describe(found[0], place);
    }

    private async Task ObserveAsync(VertexResource place, IReadOnlyList<RecordedJob> jobs, Dictionary<long, BackendJob> seen, CancellationToken cancellationToken)
    {
        var client = Client(place);
        foreach (var found in await FindAsync(client, jobs, cancellationToken).ConfigureAwait(false))
        {
            seen[found.Key] = Describe(found.First(), place);
        }

        foreach (var job in jobs.Where(job => !seen.ContainsKey(job.Id)))
        {
            if (VertexResource.Parse(job.Resource) is { Id.Length: > 0 } resource
                && await client.GetAsync(resource.Id, cancellationToken).ConfigureAwait(false) is { } found)
            {
                seen[job.Id] = Describe(found, place);
            }
        }
    }

    /// <summary>
    /// By the number of each, those that have its label: first the one that the history names, and without that the one that was
    /// made first. Others were sent by mistake, and are stopped by who sent them.
    /// </summary>
    private static async Task<ILookup<long, CustomJob>> FindAsync(VertexClient client, IReadOnlyList<RecordedJob> jobs, CancellationToken cancellationToken)
    {
        var wanted = jobs.ToLookup(job => JobLabels.JobValue(job.RemoteName), StringComparer.Ordinal);
        var all = new List<(RecordedJob Job, CustomJob Found)>();
        await foreach (var found in client.ListAsync(Filter(jobs), cancellationToken).ConfigureAwait(false))
        {
            all.AddRange(wanted[found.Labels.GetValueOrDefault(JobLabels.JobKey, "")].Select(job => (job, found)));
        }

        return all
            .OrderByDescending(pair => VertexResource.Parse(pair.Job.Resource)?.Id == pair.Found.Id)
            .ThenBy(pair => (pair.Found.CreateTime, pair.Found.Name))
            .ToLookup(pair => pair.Job.Id, pair => pair.Found);
    }

    // The jobs of one history, since the oldest that is asked for.
    private static string Filter(IReadOnlyList<RecordedJob> jobs)
    {
        if (jobs.Count == 1)
        {
            return $"labels.{JobLabels.JobKey}=\"{JobLabels.JobValue(jobs[0].RemoteName)}\"";
        }

        var stores = jobs.Select(job => StoreOf(job.RemoteName)).Distinct(StringComparer.Ordinal).ToList();
        var oldest = jobs.Min(job => job.SubmittedAt ?? job.CreatedAt) - ClockSkew;
        var since = oldest.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var store = stores is [var only] ? $"labels.{JobLabels.StoreKey}=\"{only}\"" : $"labels.{JobLabels.StoreKey}:*";
        return $"{store} AND createTime>=\"{since}\"";
    }

    // caliban-project-store-number
    private static string StoreOf(string name) => name.Split('-') is [.., var store, _] ? store : "";

    private static BackendJob Describe(CustomJob job, VertexResource place)
    {
        var resource = place with { Id = job.Id };
        return VertexStates.Describe(job, resource.Name, VertexLinks.Job(resource));
    }

    private async Task<RecordedJob> LocateAsync(RecordedJob job, CancellationToken cancellationToken)
    {
        var seen = (await ObserveAsync([job], cancellationToken).ConfigureAwait(false))[0];
        return seen.Resource is { } resource ? job with { Resource = resource } : job;
    }

    private async Task EndAsync(RecordedJob job, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                if ((await ObserveAsync([job], cancellationToken).ConfigureAwait(false))[0].State is BackendState.Exited or BackendState.Unknown)
                {
                    return;
                }
            }
            catch (TimeoutException)
            {
                // A job whose service is away for a while has not ended.
            }

            await Task.Delay(options.PollInterval, connection.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CopyAsync(RecordedJob job, OutputHandler onOutput, CancellationToken cancellationToken, Task? ended = null)
    {
        if (VertexResource.Parse(job.Resource) is not { Id.Length: > 0 } resource)
        {
            return;
        }

        var logs = new LoggingClient(connection, resource.Project, options.Logging);
        var since = (job.SubmittedAt ?? job.CreatedAt) - ClockSkew;
        var entries = ended is null
            ? logs.ReadAsync(resource.Id, since, cancellationToken)
            : logs.FollowAsync([resource.Id], since, ended, _ => { }, cancellationToken);
        await foreach (var entry in entries.ConfigureAwait(false))
        {
            onOutput(OutputChannel.Standard, Encoding.UTF8.GetBytes($"{entry.Message.TrimEnd('\n')}\n"));
        }
    }

    private VertexClient Client(VertexResource resource) =>
        _clients.GetOrAdd((resource.Project, resource.Region), place => new VertexClient(connection, place.Project, place.Region));
}
