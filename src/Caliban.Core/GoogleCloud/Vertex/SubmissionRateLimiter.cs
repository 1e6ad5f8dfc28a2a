using Caliban.Core.GoogleCloud.Vertex.Api;
using Caliban.Core.Http;

namespace Caliban.Core.GoogleCloud.Vertex;

/// <summary>
/// Spreads submissions so that a limit of a minute is used and not exceeded, however the service counts: by fixed or sliding
/// minutes, or by a bucket that fills up. Two rules hold together: never more than the limit in the time of a minute and a
/// little, and never faster than a bucket allows that starts with a few. A service that refuses nevertheless, since it allows
/// less or others ask as well, is followed down at once and up again slowly. Safe to use from several threads.
/// </summary>
/// <seealso href="https://cloud.google.com/vertex-ai/docs/quotas#request_quotas"/>
public sealed class SubmissionRateLimiter : IDisposable
{
    /// <summary>What a project may submit in a minute and region when nobody has changed it.</summary>
    public const double DefaultPerMinute = 60;

    /// <summary>How many may go out at once when none did for a while.</summary>
    public const int DefaultBurst = 8;

    /// <summary>Fewer than this is no guess from what was accepted.</summary>
    private const double LeastGuess = 30;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The limit is used in this time: requests travel for different times, so those that leave in more than a minute can arrive
    /// within one.
    /// </summary>
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(62);

    /// <summary>Refusals that follow one so closely answer what was sent before it was known.</summary>
    private static readonly TimeSpan SameWave = TimeSpan.FromSeconds(5);

    /// <summary>Waits are looked at again after this, since the limit may have changed.</summary>
    private static readonly TimeSpan LongestNap = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly TimeProvider _time;
    private readonly Func<double> _random;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _gate = new();
    private readonly TimeCount _sent = new(Window);
    private readonly TimeCount _accepted = new(Minute);
    private readonly SubmissionBucket _bucket;
    private readonly bool _isDeclared;
    private double _ceiling;
    private double _limit;
    private int _refusals;
    private TimeSpan _pausedUntil;
    private TimeSpan _changed;
    private TimeSpan _lowered = TimeSpan.MinValue;

    /// <param name="perMinute">
    /// <c>CalibanSubmissionsPerMinute</c>, which is never exceeded; 0 for no limit but the service's own. Null for the usual one, which is
    /// exceeded when the service says that it takes more.
    /// </param>
    /// <param name="burst">How many may go out at once, at least 1.</param>
    public SubmissionRateLimiter(TimeProvider time, double? perMinute = null, int burst = DefaultBurst)
        : this(time, perMinute, burst, RetryPolicy.Draw)
    {
    }

    internal SubmissionRateLimiter(TimeProvider time, double? perMinute, int burst, Func<double> random)
    {
        var limit = perMinute ?? DefaultPerMinute;
        ArgumentOutOfRangeException.ThrowIfNegative(limit, nameof(perMinute));
        ArgumentOutOfRangeException.ThrowIfLessThan(burst, 1);
        (_time, _random) = (time, random);
        _isDeclared = perMinute > 0;
        _limit = _ceiling = limit == 0 ? double.PositiveInfinity : limit;
        _bucket = new SubmissionBucket(burst, Now);
        _changed = Now;
    }

    /// <summary>What it keeps to at present; infinite when there is no limit.</summary>
    public double PerMinute
    {
        get
        {
            lock (_gate)
            {
                return _limit;
            }
        }
    }

    private TimeSpan Now => TimeSpan.FromSeconds(_time.GetTimestamp() / (double)_time.TimestampFrequency);

    /// <summary>Waits until one may go out. Callers are served in the order in which they come.</summary>
    public async Task AcquireAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (TryTake() is { } wait)
            {
                await Task.Delay(wait < LongestNap ? wait : LongestNap, _time, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The service took one. After a minute without a refusal a lowered limit is raised by a tenth.</summary>
    public void Accepted()
    {
        lock (_gate)
        {
            var now = Now;
            _accepted.Add(now);
            _refusals = 0;
            if (_limit < _ceiling && now - _changed >= Minute)
            {
                _limit = Math.Min(_ceiling, Math.Max(_limit * 1.1, _limit + 1));
                _changed = now;
            }
        }
    }

    /// <summary>The service refused one, since too many came in a minute.</summary>
    /// <param name="retryAfter">How long it asks to wait; null when it does not say.</param>
    /// <param name="perMinute">How many it says it takes in a minute; null when it does not say.</param>
    public void Refused(TimeSpan? retryAfter, double? perMinute = null)
    {
        lock (_gate)
        {
            var now = Now;
            var pause = retryAfter ?? Minute * (Math.Min(1, Math.Pow(2, _refusals++) / 60) * (0.5 + (_random() / 2)));
            _pausedUntil = Max(_pausedUntil, now + (pause < LongestPause ? pause : LongestPause));
            _changed = now;
            _bucket.Empty(now);
            _ceiling = perMinute is not > 0 ? _ceiling : _isDeclared ? Math.Min(_ceiling, perMinute.Value) : perMinute.Value;
            if (_lowered == TimeSpan.MinValue || now - _lowered >= SameWave)
            {
                _lowered = now;
                _limit = Lower(_accepted.Count(now));
            }

            _limit = Math.Min(_limit, _ceiling);
        }
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>What was accepted within a minute is what the service allows, as far as that makes sense.</summary>
    private double Lower(int accepted) => Math.Max(1, double.IsInfinity(_limit)
        ? Math.Max(accepted, LeastGuess)
        : Math.Clamp(accepted, _limit * 0.5, _limit * 0.9));

    /// <summary>How long to wait, or null when one was taken.</summary>
    private TimeSpan? TryTake()
    {
        lock (_gate)
        {
            var now = Now;
            var wait = _pausedUntil - now;
            if (!double.IsInfinity(_limit))
            {
                wait = Max(wait, Max(_bucket.Wait(now, Window / _limit), _sent.WaitBelow(Math.Max(1, (int)_limit), now)));
            }

            if (wait > TimeSpan.Zero)
            {
                // Timers know whole milliseconds: less would end at once and be asked for again.
                return TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
            }

            _bucket.Take();
            _sent.Add(now);
            return null;
        }
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
