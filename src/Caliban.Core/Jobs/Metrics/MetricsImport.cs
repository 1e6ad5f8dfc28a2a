using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Processes;

namespace Caliban.Core.Jobs.Metrics;

/// <summary>Reads what a job reported that ended while no build watched it, out of its log and its metrics file.</summary>
internal static class MetricsImport
{
    public static async Task RunAsync(IHistory history, RecordedJob job, CancellationToken cancellationToken)
    {
        var path = SweepRun.MetricsPath(job.LogPath, job.RemoteName);
        var collector = new MetricsCollector($"{job.Id}", path, kept: 0, TimeProvider.System);
        await history.ClearMetricsAsync(job.Id, cancellationToken).ConfigureAwait(false);
        try
        {
            var log = File.OpenRead(job.LogPath);
            await using (log.ConfigureAwait(false))
            {
                await ReadAsync(log, collector, StoreAsync, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Without a log there is the file.
        }

        collector.End();
        await StoreAsync().ConfigureAwait(false);

        Task StoreAsync() => collector.StoreAsync((batch, cancellation) => history.AddMetricsAsync(job.Id, batch, cancellation), cancellationToken);
    }

    private static async Task ReadAsync(Stream log, MetricsCollector collector, Func<Task> store, CancellationToken cancellationToken)
    {
        var display = new LineDisplay(line => collector.Add(line.Text));
        var splitter = new LineSplitter(display.Add);
        var buffer = new byte[64 * 1024];
        while (await log.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            splitter.Append(buffer.AsSpan(0, count));
            await store().ConfigureAwait(false);
        }

        splitter.Flush();
        display.Flush();
    }
}
