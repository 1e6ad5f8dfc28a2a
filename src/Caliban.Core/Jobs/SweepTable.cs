using System.Globalization;
using Caliban.Core.History;

namespace Caliban.Core.Jobs;

/// <summary>The closing table of a sweep as lines of plain text.</summary>
public static class SweepTable
{
    /// <summary>Columns wider than this are cut, since a table that wraps is no table.</summary>
    private const int ExperimentWidth = 60;

    /// <summary>Longer tables show what went wrong first and count the rest.</summary>
    private const int ShownRows = 200;

    public static IEnumerable<string> Lines(SweepResult result)
    {
        var shown = Shown(result);
        var rows = shown.Select(Row).Prepend(["job", "experiment", "state", "exit code", "duration"]).ToList();
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            yield return $"{row[0].PadLeft(widths[0])}  {row[1].PadRight(widths[1])}  {row[2].PadRight(widths[2])}  {row[3].PadLeft(widths[3])}  {row[4].PadLeft(widths[4])}";
        }

        if (shown.Count < result.Jobs.Count)
        {
            yield return $"… and {result.Jobs.Count - shown.Count} more";
        }
    }

    /// <summary>The jobs a table shows, in their order: all of them, or of a long sweep the failed ones before the others.</summary>
    public static IReadOnlyList<JobResult> Shown(SweepResult result) => result.Jobs.Count <= ShownRows
        ? result.Jobs
        : [.. result.Jobs.OrderBy(job => job.State == JobState.Succeeded).Take(ShownRows).OrderBy(job => job.Job.Index)];

    /// <summary>The cells of one job: number, experiment, state, exit code, duration.</summary>
    public static string[] Row(JobResult result) =>
    [
        result.Job.Index.ToString(CultureInfo.InvariantCulture),
        Shorten(result.Job.Label.Length == 0 ? "(no varying parameters)" : result.Job.Label),
        result.WasUpToDate ? "up to date" : StateText(result.State),
        result.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "-",
        result.State == JobState.Planned || result.WasUpToDate ? "-" : SweepResult.FormatDuration(result.Duration),
    ];

    public static string StateText(JobState state) => state switch
    {
        JobState.Planned => "not run",
        JobState.Submitting or JobState.Submitted => "submitted",
        JobState.Running => "running",
        JobState.Succeeded => "succeeded",
        JobState.Failed => "failed",
        JobState.Stopped => "stopped",
        _ => "lost",
    };

    private static string Shorten(string text) => text.Length <= ExperimentWidth ? text : $"{text[..(ExperimentWidth - 1)]}…";
}
