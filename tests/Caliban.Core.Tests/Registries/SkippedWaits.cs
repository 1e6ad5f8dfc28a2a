using System.Collections.Concurrent;

namespace Caliban.Core.Tests.Registries;

/// <summary>A clock on which waits end at once and are noted; it moves by them, and by hand.</summary>
internal sealed class SkippedWaits : TimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> _waits = [];
    private long _ticks;

    public IReadOnlyList<TimeSpan> Waits => [.. _waits];

    /// <summary>Forgets the waits so far.</summary>
    public void Forget() => _waits.Clear();

    public void Advance(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(Interlocked.Read(ref _ticks));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _waits.Enqueue(dueTime);
        Advance(dueTime);
        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
