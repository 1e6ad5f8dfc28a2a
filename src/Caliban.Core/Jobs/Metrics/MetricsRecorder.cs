using Caliban.Core.Diagnostics;
using Caliban.Core.History;

namespace Caliban.Core.Jobs.Metrics;

/// <summary>Stores the metrics of one job in the history while it runs.</summary>
internal sealed class MetricsRecorder : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly IHistory _history;
    private readonly long _job;
    private readonly string _path;
    private readonly IDiagnosticSink _diagnostics;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _storing;
    private bool _isLost;

    public MetricsRecorder(IHistory history, JobLaunch launch, int jobs, IDiagnosticSink diagnostics, TimeProvider time)
    {
        (_history, _job, _path, _diagnostics) = (history, launch.Id, launch.MetricsPath, diagnostics);
        Collector = new MetricsCollector(launch.Job.Title, launch.MetricsPath, MetricsCollector.KeptOf(jobs), time);
        _storing = StoreRegularlyAsync(time);
    }

    public MetricsCollector Collector { get; }

    /// <summary>Stores what is left, and gives what the result of the job holds. To be called when the job has ended.</summary>
    public async Task<IReadOnlyList<JobMetric>> EndAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _storing.ConfigureAwait(false);
        Collector.End();
        await StoreAsync().ConfigureAwait(false);
        foreach (var warning in Collector.Warnings)
        {
            _diagnostics.Report(warning);
        }

        Remove();
        return Collector.Reported;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _storing.ConfigureAwait(false);
        _end.Dispose();
    }

    private async Task StoreRegularlyAsync(TimeProvider time)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token).ConfigureAwait(false))
            {
                await StoreAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The job has ended.
        }
    }

    // A history that does not take a metric is said once, and does not end the job: its state comes first.
    private async Task StoreAsync()
    {
        try
        {
            await Collector.StoreAsync((batch, cancellation) => _history.AddMetricsAsync(_job, batch, cancellation), CancellationToken.None).ConfigureAwait(false);
        }
        catch (DiagnosticException exception) when (!_isLost)
        {
            _isLost = true;
            _diagnostics.Report(Diagnostic.Create(ReportDiagnostics.MetricsNotStored, SourceLocation.None, _job, exception.Diagnostics[0].Message));
        }
        catch (DiagnosticException)
        {
        }
    }

    private void Remove()
    {
        try
        {
            Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It had none, or Clean removes it.
        }
    }
}
