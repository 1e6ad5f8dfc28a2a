namespace Caliban.Core.GoogleCloud.Vertex.Api;

/// <summary>What happened within the last while. Not safe to use from several threads.</summary>
internal sealed class TimeCount(TimeSpan span)
{
    private readonly Queue<TimeSpan> _times = [];

    public void Add(TimeSpan now)
    {
        Forget(now);
        _times.Enqueue(now);
    }

    public int Count(TimeSpan now)
    {
        Forget(now);
        return _times.Count;
    }

    /// <summary>How long until there are fewer than <paramref name="limit"/>; zero or less when there are.</summary>
    public TimeSpan WaitBelow(int limit, TimeSpan now)
    {
        Forget(now);
        return _times.Count < limit ? TimeSpan.Zero : _times.ElementAt(_times.Count - limit) + span - now;
    }

    private void Forget(TimeSpan now)
    {
        while (_times.TryPeek(out var oldest) && now - oldest >= span)
        {
            _times.Dequeue();
        }
    }
}
