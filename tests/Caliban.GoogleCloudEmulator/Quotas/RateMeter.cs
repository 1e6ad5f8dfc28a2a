namespace Caliban.Emulator.Quotas;

/// <summary>Counts calls against a limit per minute.</summary>
internal abstract class RateMeter
{
    private readonly Lock _gate = new();

    public static RateMeter Create(int perMinute, bool isSliding) => isSliding ? new SlidingMinute(perMinute) : new TokenBucket(perMinute);

    /// <returns>Null when the call is within the limit; else how long to wait.</returns>
    public TimeSpan? Take(DateTimeOffset now)
    {
        lock (_gate)
        {
            return TryTake(now);
        }
    }

    protected abstract TimeSpan? TryTake(DateTimeOffset now);

    /// <summary>Holds a minute's calls, and gains them steadily.</summary>
    private sealed class TokenBucket(int perMinute) : RateMeter
    {
        private double _tokens = perMinute;
        private DateTimeOffset? _last;

        protected override TimeSpan? TryTake(DateTimeOffset now)
        {
            _tokens = Math.Min(perMinute, _tokens + (now - (_last ?? now)).TotalMinutes * perMinute);
            _last = now;
            if (_tokens < 1)
            {
                return TimeSpan.FromMinutes((1 - _tokens) / perMinute);
            }

            _tokens--;
            return null;
        }
    }

    /// <summary>Remembers the calls of the last sixty seconds.</summary>
    private sealed class SlidingMinute(int perMinute) : RateMeter
    {
        private readonly Queue<DateTimeOffset> _calls = [];

        protected override TimeSpan? TryTake(DateTimeOffset now)
        {
            while (_calls.TryPeek(out var first) && first <= now.AddMinutes(-1))
            {
                _calls.Dequeue();
            }

            if (_calls.Count >= perMinute)
            {
                return _calls.Peek().AddMinutes(1) - now;
            }

            _calls.Enqueue(now);
            return null;
        }
    }
}
