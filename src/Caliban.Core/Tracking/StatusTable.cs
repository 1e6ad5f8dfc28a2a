using Caliban.Core.History;
using Caliban.Core.Processes;

namespace Caliban.Core.Tracking;

/// <summary>How jobs stand, as lines of plain text.</summary>
public static class StatusTable
{
    private static readonly string[] Titles = ["job", "state", "backend", "submitted", "age", "duration", "image", "name"];

    /// <param name="time">Tells the time zone.</param>
    /// <param name="paint">Gives the text of a state its colour; null for none.</param>
    public static IEnumerable<string> Lines(StatusReport report, TimeProvider time, Func<JobState, string, string>? paint = null)
    {
        yield return report.Groups.Count == 0 ? $"{report.Title}." : $"{report.Title}:";
        foreach (var group in report.Groups)
        {
            yield return "";
            foreach (var line in GroupLines(group, report, time, paint))
            {
                yield return line;
            }
        }

        if (report.Groups.Count > 0)
        {
            yield return "";
            yield return JobText.Summary(report.Jobs);
        }

        foreach (var note in report.Notes)
        {
            yield return note;
        }
    }

    /// <summary>The jobs that something would be done to, each under its experiment.</summary>
    public static IEnumerable<string> List(IReadOnlyList<RecordedJob> jobs, DateTimeOffset now, TimeProvider time)
    {
        var cells = jobs.ToDictionary(job => job.Id, job => Cells(job, now, time));
        var widths = Widths(cells.Values);
        foreach (var experiment in jobs.GroupBy(job => (job.User, job.Group, job.ExperimentId)))
        {
            yield return $"  {JobText.Command(experiment.First())}";
            foreach (var job in experiment)
            {
                yield return $"    {Row(cells[job.Id], widths)}";
            }
        }
    }

    /// <summary>The cells of one job: number, state, backend, time of submission, age, duration, image, name at the backend.</summary>
    public static string[] Cells(RecordedJob job, DateTimeOffset now, TimeProvider time) =>
    [
        JobText.Number(job),
        JobText.StateAndExitCode(job),
        job.Backend.Length == 0 ? "-" : job.Backend,
        JobText.LocalTime(job.SubmittedAt ?? job.CreatedAt, time),
        JobText.Age(job.SubmittedAt ?? job.CreatedAt, now),
        JobText.DurationText(job, now),
        JobText.Image(job),
        job.RemoteName.Length == 0 ? "-" : job.RemoteName,
    ];

    /// <summary>What stands below a job: where its output is, what it reported, why it is as it is.</summary>
    public static IEnumerable<string> Details(RecordedJob job, StatusReport report)
    {
        if (job.Detail.Length > 0)
        {
            yield return $"why: {LineDisplay.Clean(job.Detail)}";
        }

        if (report.Metrics.TryGetValue(job.Id, out var metrics) && metrics.Count > 0)
        {
            yield return $"metrics: {JobText.Metrics(metrics)}";
        }

        if (job.Link.Length > 0)
        {
            yield return $"link: {job.Link}";
        }

        if (job.LogPath.Length > 0)
        {
            yield return $"log: {job.LogPath}";
        }
    }

    /// <summary>Where a group comes from: its projects, and the hardware they declare.</summary>
    public static IEnumerable<string> Origins(GroupStatus group) => group.Jobs
        .Select(job => (job.ProjectFile, job.Host, job.Fingerprint.Hardware))
        .Distinct()
        .Select(origin => $"{origin.ProjectFile} on {origin.Host}{(origin.Hardware.Length == 0 ? "" : $", {origin.Hardware}")}");

    private static IEnumerable<string> GroupLines(
        GroupStatus group, StatusReport report, TimeProvider time, Func<JobState, string, string>? paint)
    {
        yield return $"group {group.Name} of {group.User}";
        foreach (var origin in Origins(group))
        {
            yield return $"  project {origin}";
        }

        var cells = group.Jobs.ToDictionary(job => job.Id, job => Cells(job, report.At, time));
        var widths = Widths(cells.Values);
        yield return $"    {Row(Titles, widths)}";
        foreach (var experiment in group.Experiments)
        {
            yield return $"  experiment {experiment.Jobs[0].ExperimentId}: {JobText.Command(experiment.Jobs[0])}";
            foreach (var job in experiment.Jobs)
            {
                yield return $"    {Row(cells[job.Id], widths, paint is null ? null : text => paint(job.State, text))}";
                foreach (var detail in Details(job, report))
                {
                    yield return $"      {new string(' ', widths[0])}{detail}";
                }
            }
        }
    }

    private static int[] Widths(IEnumerable<string[]> rows)
    {
        var widths = Titles.Select(title => title.Length).ToArray();
        foreach (var cells in rows)
        {
            for (var column = 0; column < widths.Length; column++)
            {
                widths[column] = Math.Max(widths[column], cells[column].Length);
            }
        }

        return widths;
    }

    // Numbers and times stand at the right.
    private static string Row(string[] cells, int[] widths, Func<string, string>? paintState = null) =>
        string.Join("  ", cells.Select((cell, column) => column switch
        {
            0 or 4 or 5 => cell.PadLeft(widths[column]),
            1 when paintState is not null => paintState(cell.PadRight(widths[column])),
            _ => cell.PadRight(widths[column]),
        })).TrimEnd();
}
