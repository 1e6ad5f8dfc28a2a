using Caliban.Core.History;
using Caliban.Core.Jobs.Journal;
using Caliban.Core.Jobs.Metrics;

namespace Caliban.Core.Jobs.Remote;

/// <summary>
/// Fetches the output of jobs that ended, and what they reported in it. Logs are read at a limited rate, so of a large sweep
/// only those of jobs that did not succeed are fetched, and of these not too many; CalibanLogs has the others.
/// </summary>
#pragma warning disable CA1001 // a semaphore whose handle nobody takes holds nothing
internal sealed class RemoteLogs(SweepPlan plan, IRemoteBackend backend, SweepJournal journal, Action<string> onNote)
#pragma warning restore CA1001
{
    private const int SmallSweep = 50;
    private const int MostOfLargeSweep = 20;
    private const int AtOnce = 4;

    private readonly SemaphoreSlim _turns = new(AtOnce);
    private readonly Lock _lock = new();
    private int _fetched;
    private bool _hasFailed;

    /// <returns>The result, with the path of the log that was written and the metrics read from it.</returns>
    public async Task<JobResult> FetchAsync(RecordedJob row, JobResult result, CancellationToken cancellationToken)
    {
        // The path of a job that another machine submitted is one of that machine.
        if (row.LogPath.Length == 0 || row.Host != Environment.MachineName || !IsWanted(result))
        {
            return result with { LogPath = "" };
        }

        await _turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await backend.SaveLogAsync(row, cancellationToken).ConfigureAwait(false);
            await MetricsImport.RunAsync(journal.History, row, cancellationToken).ConfigureAwait(false);
            var metrics = await journal.History.MetricsAsync(row.Id, cancellationToken).ConfigureAwait(false);
            return result with { LogPath = File.Exists(row.LogPath) ? row.LogPath : "", Metrics = metrics };
        }
        catch (TimeoutException exception)
        {
            Say(exception.Message);
            return result with { LogPath = "" };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Say(exception.Message);
            return result with { LogPath = "" };
        }
        finally
        {
            _turns.Release();
        }
    }

    private bool IsWanted(JobResult result) => plan.Jobs.Count <= SmallSweep
        || (result.State != JobState.Succeeded && Interlocked.Increment(ref _fetched) <= MostOfLargeSweep);

    private void Say(string reason)
    {
        lock (_lock)
        {
            if (!_hasFailed)
            {
                onNote($"the output of a job cannot be had now ({reason.TrimEnd('.')}); CalibanLogs asks again");
            }

            _hasFailed = true;
        }
    }
}
