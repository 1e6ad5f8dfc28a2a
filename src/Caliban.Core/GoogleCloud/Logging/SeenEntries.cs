namespace Caliban.Core.GoogleCloud.Logging;

/// <summary>
/// Which entries were shown, as far back as they are asked for again. When there are too many, the oldest are forgotten, and
/// <see cref="Horizon"/> says from when on entries can be told from new ones.
/// </summary>
/// <param name="capacity">How many are remembered.</param>
internal sealed class SeenEntries(int capacity)
{
    private readonly HashSet<(long Time, string Id)> _seen = [];
    private readonly PriorityQueue<(long Time, string Id), long> _byTime = new();

    /// <summary>Entries before this time are not to be asked for.</summary>
    public DateTimeOffset Horizon { get; private set; } = DateTimeOffset.MinValue;

    public int Count => _seen.Count;

    /// <returns>Whether it is new.</returns>
    public bool Add(LogEntry entry)
    {
        var key = (entry.Timestamp.UtcTicks, entry.InsertId.Length > 0 ? entry.InsertId : $"{entry.JobId}/{entry.TaskName}/{entry.Message}");
        if (entry.Timestamp < Horizon || !_seen.Add(key))
        {
            return false;
        }

        _byTime.Enqueue(key, key.UtcTicks);
        if (_seen.Count > capacity)
        {
            Forget(new DateTimeOffset(_byTime.Peek().Time, TimeSpan.Zero).AddTicks(1));
        }

        return true;
    }

    /// <summary>Forgets what is older than a time, from which on entries are asked for.</summary>
    public void Forget(DateTimeOffset before)
    {
        Horizon = before > Horizon ? before : Horizon;
        while (_byTime.TryPeek(out var oldest, out var time) && time < Horizon.UtcTicks)
        {
            _byTime.Dequeue();
            _seen.Remove(oldest);
        }
    }
}
