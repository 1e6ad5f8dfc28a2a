using System.Globalization;
using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Processes;

namespace Caliban.Core.Tracking;

/// <summary>Jobs and their parts in the words of tables and messages.</summary>
public static class JobText
{
    /// <summary>A digest is shown with so many digits.</summary>
    private const int ShownDigits = 12;

    /// <summary>How output and messages name a job: <c>12 learning_rate=0.01</c>.</summary>
    public static string Title(RecordedJob job) =>
        job.Label.Length == 0 ? Number(job) : $"{Number(job)} {LineDisplay.Clean(job.Label)}";

    public static string Number(RecordedJob job) => job.Id.ToString(CultureInfo.InvariantCulture);

    /// <summary>The program and its arguments on one line, split again by a shell.</summary>
    public static string Command(RecordedJob job) => job.Arguments.Count == 0
        ? job.Command
        : $"{job.Command} {LineDisplay.Clean(CommandLine.Format(job.Arguments))}";

    public static string State(JobState state) => state switch
    {
        JobState.Planned => "planned",
        JobState.Submitting => "submitting",
        JobState.Submitted => "submitted",
        JobState.Running => "running",
        JobState.Succeeded => "succeeded",
        JobState.Failed => "failed",
        JobState.Stopped => "stopped",
        _ => "lost",
    };

    /// <summary>The state, with the exit code of what failed: <c>failed (3)</c>.</summary>
    public static string StateAndExitCode(RecordedJob job) => job.ExitCode is { } code and not 0
        ? string.Create(CultureInfo.InvariantCulture, $"{State(job.State)} ({code})")
        : State(job.State);

    /// <summary>The name of the image, or where it has none its digest, short; <c>-</c> where there is no image.</summary>
    public static string Image(RecordedJob job) =>
        job.ImageReference.Length > 0 ? job.ImageReference
        : job.ImageDigest.Length > 0 ? ShortDigest(job.ImageDigest)
        : "-";

    /// <summary>From its start to its end, or to now; null before it started.</summary>
    public static TimeSpan? Duration(RecordedJob job, DateTimeOffset now) => job.StartedAt is not { } start ? null
        : (job.EndedAt ?? now) - start is { Ticks: > 0 } duration ? duration
        : TimeSpan.Zero;

    /// <summary>The same for people, and <c>-</c> before it started.</summary>
    public static string DurationText(RecordedJob job, DateTimeOffset now) =>
        Duration(job, now) is { } duration ? SweepResult.FormatDuration(duration) : "-";

    /// <summary>How long ago, in the largest whole unit: <c>12 s</c>, <c>5 min</c>, <c>3 h</c>, <c>4 d</c>.</summary>
    public static string Age(DateTimeOffset then, DateTimeOffset now)
    {
        var age = now > then ? now - then : TimeSpan.Zero;
        return age switch
        {
            { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{age.Seconds} s"),
            { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{age.Minutes} min"),
            { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{age.Hours} h"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{age.Days} d"),
        };
    }

    /// <summary>The time of this machine, to the second.</summary>
    public static string LocalTime(DateTimeOffset at, TimeProvider time) =>
        TimeZoneInfo.ConvertTime(at, time.LocalTimeZone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>The last values of metrics: <c>loss=0.12 (step 100), accuracy=0.9</c>.</summary>
    public static string Metrics(IReadOnlyList<JobMetric> metrics) => string.Join(", ", metrics.Select(metric =>
        string.Create(CultureInfo.InvariantCulture, $"{LineDisplay.Clean(metric.Name)}={metric.Value:R}{(metric.Step is { } step ? $" (step {step})" : "")}")));

    /// <summary><c>1 job</c>, <c>3 jobs</c>.</summary>
    public static string Count(int jobs) => string.Create(CultureInfo.InvariantCulture, $"{jobs} job{(jobs == 1 ? "" : "s")}");

    /// <summary><c>2 running, 1 failed</c>, in the order of the states.</summary>
    public static string Summary(IEnumerable<RecordedJob> jobs) => string.Join(", ", jobs
        .GroupBy(job => job.State)
        .OrderBy(states => states.Key)
        .Select(states => string.Create(CultureInfo.InvariantCulture, $"{states.Count()} {State(states.Key)}")));

    private static string ShortDigest(string digest)
    {
        var digits = digest[(digest.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return digits[..Math.Min(digits.Length, ShownDigits)];
    }
}
