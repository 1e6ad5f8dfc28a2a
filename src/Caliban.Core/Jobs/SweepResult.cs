using System.Globalization;
using Caliban.Core.History;

namespace Caliban.Core.Jobs;

/// <summary>How a sweep ended.</summary>
/// <param name="Jobs">One result for each job of the plan, in its order.</param>
/// <param name="WasCanceled">The sweep was stopped from outside.</param>
public sealed record SweepResult(IReadOnlyList<JobResult> Jobs, TimeSpan Duration, bool WasCanceled)
{
    /// <summary>Nobody waits for the jobs: that they were handed over is all that was wanted.</summary>
    public bool WasDetached { get; init; }

    public bool Succeeded => !WasCanceled
        && Jobs.All(job => job.State == JobState.Succeeded || (WasDetached && job.State is JobState.Submitted or JobState.Running));

    /// <summary>One line: <c>2 of 3 experiments succeeded, 1 failed (6.1 s)</c>.</summary>
    public string Headline
    {
        get
        {
            var parts = new List<string>
            {
                $"{Count(JobState.Succeeded)} of {Jobs.Count} experiment{(Jobs.Count == 1 ? "" : "s")} succeeded",
            };
            if (Jobs.Count(job => job.WasUpToDate) is > 0 and var upToDate)
            {
                parts.Add($"{upToDate} of them up to date");
            }

            Add(JobState.Running, "running");
            Add(JobState.Submitted, "submitted");
            Add(JobState.Failed, "failed");
            Add(JobState.Lost, "lost");
            Add(JobState.Stopped, "stopped");
            Add(JobState.Planned, "not run");
            return $"{string.Join(", ", parts)} ({FormatDuration(Duration)})";

            void Add(JobState state, string text)
            {
                if (Count(state) is > 0 and var count)
                {
                    parts.Add($"{count} {text}");
                }
            }
        }
    }

    public int Count(JobState state) => Jobs.Count(job => job.State == state);

    /// <summary>A duration for people, rounded down: <c>0.4 s</c>, <c>3 min 05 s</c>, <c>2 h 10 min</c>.</summary>
    public static string FormatDuration(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{duration.Seconds}.{duration.Milliseconds / 100} s"),
        { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalMinutes} min {duration.Seconds:00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalHours} h {duration.Minutes:00} min"),
    };
}
