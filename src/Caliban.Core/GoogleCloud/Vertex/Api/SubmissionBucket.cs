namespace Caliban.Core.GoogleCloud.Vertex.Api;

/// <summary>Allows a few at once and then one each while. Not safe to use from several threads.</summary>
internal sealed class SubmissionBucket(int burst, TimeSpan start)
{
    /// <summary>Timers are late by some milliseconds, which would add up if nothing more than the whole were kept.</summary>
    private const double Slack = 0.03;

    private double _capacity = burst + Slack;
    private double _content = burst;
    private TimeSpan _filled = start;

    /// <summary>How long until there is one; zero or less when there is.</summary>
    /// <param name="pace">The time in which one comes.</param>
    public TimeSpan Wait(TimeSpan now, TimeSpan pace)
    {
        _content = Math.Min(_capacity, _content + ((now - _filled) / pace));
        _filled = now;
        return (1 - _content) * pace;
    }

    public void Take() => _content -= 1;

    /// <summary>Starts without anything, and allows no more than one at once from now on.</summary>
    public void Empty(TimeSpan now) => (_content, _capacity, _filled) = (0, 1 + Slack, now);
}
