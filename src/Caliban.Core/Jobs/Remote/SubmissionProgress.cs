using System.Globalization;

namespace Caliban.Core.Jobs.Remote;

/// <summary>Says now and then how far a submission is: how many, how fast, how long still.</summary>
internal sealed class SubmissionProgress(int total, Action<string> onLine, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly long _start = time.GetTimestamp();
    private long _last = time.GetTimestamp();
    private int _count;

    /// <summary>One more job was taken.</summary>
    public void Add()
    {
        _count++;
        if (_count < total && time.GetElapsedTime(_last) >= Interval)
        {
            _last = time.GetTimestamp();
            onLine(Line());
        }
    }

    private string Line()
    {
        var perMinute = _count / time.GetElapsedTime(_start).TotalMinutes;
        var left = TimeSpan.FromMinutes((total - _count) / perMinute);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"submitted {_count} of {total} jobs ({perMinute:0} a minute, about {SweepResult.FormatDuration(left)} left)");
    }
}
