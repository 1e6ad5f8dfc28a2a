using Caliban.Core.History;
using Caliban.Core.Tracking;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Caliban.Runner;

/// <summary>How jobs stand, as a table that is drawn again and again.</summary>
internal static class StatusView
{
    private const int ShownLines = 5;

    /// <summary>A live display that is higher than the screen cannot be drawn again.</summary>
    private static int ShownRows => Math.Max(5, AnsiConsole.Profile.Height - ShownLines - 6);

    public static IRenderable Create(StatusReport report)
    {
        var jobs = report.Jobs.ToList();
        var parts = new List<IRenderable>
        {
            new Markup($"[bold]{Markup.Escape(report.Title)}[/]"),
            CreateTable(jobs, report.At, report.Metrics),
            new Text(JobText.Summary(jobs)),
        };
        parts.AddRange(report.Notes.Select(note => new Markup($"[yellow]{Markup.Escape(note)}[/]")));
        return new Rows(parts);
    }

    /// <summary>Jobs, and the last lines that were said of them.</summary>
    public static IRenderable Create(IReadOnlyList<RecordedJob> jobs, DateTimeOffset now, IReadOnlyList<string> lines) =>
        new Rows(lines.TakeLast(ShownLines).Select(IRenderable (line) => new Text(line)).Prepend(CreateTable(jobs, now)));

    /// <summary>Those that have not ended first, since a screen may not have room for all.</summary>
    private static IRenderable CreateTable(
        IReadOnlyList<RecordedJob> jobs, DateTimeOffset now, IReadOnlyDictionary<long, IReadOnlyList<JobMetric>>? metrics = null)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn(new TableColumn("job").RightAligned());
        table.AddColumn("experiment");
        table.AddColumn("state");
        table.AddColumn("backend");
        table.AddColumn(new TableColumn("age").RightAligned());
        table.AddColumn(new TableColumn("duration").RightAligned());
        table.AddColumn("metrics");
        foreach (var job in jobs.OrderBy(job => job.State.IsFinal()).Take(ShownRows).OrderBy(job => job.Id))
        {
            table.AddRow(
                JobText.Number(job),
                Markup.Escape(job.Label.Length > 0 ? job.Label : JobText.Command(job)),
                $"[{ResultTable.ColorOf(job.State)}]{Markup.Escape(JobText.StateAndExitCode(job))}[/]",
                Markup.Escape(job.Backend),
                JobText.Age(job.SubmittedAt ?? job.CreatedAt, now),
                JobText.DurationText(job, now),
                Markup.Escape(JobText.Metrics(metrics?.GetValueOrDefault(job.Id) ?? [])));
        }

        return jobs.Count <= ShownRows ? table : new Rows(table, new Text($"… and {jobs.Count - ShownRows} more"));
    }
}
