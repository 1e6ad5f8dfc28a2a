using Caliban.Core.Diagnostics;
using Caliban.Core.History;

namespace Caliban.Core.Jobs.Journal;

/// <summary>Says every quarter of a minute that a run lives, for builds on other machines.</summary>
internal sealed class Heartbeat : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _end = new();
    private readonly Task _beats;

    public Heartbeat(IHistory history, string runId, TimeProvider time) => _beats = BeatAsync(history, runId, time);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _beats.ConfigureAwait(false);
        _end.Dispose();
    }

    private async Task BeatAsync(IHistory history, string runId, TimeProvider time)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token).ConfigureAwait(false))
            {
                await TryAsync(() => history.HeartbeatAsync(runId, time.GetUtcNow(), _end.Token)).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The run has ended.
        }
    }

    // One that is missed does no harm; what cannot be written is said when a job is.
    private static async Task TryAsync(Func<Task> beat)
    {
        try
        {
            await beat().ConfigureAwait(false);
        }
        catch (DiagnosticException)
        {
        }
    }
}
