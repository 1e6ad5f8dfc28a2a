using System.Globalization;
using System.Text;
using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Jobs.Metrics;

namespace Caliban.Core.Reports;

/// <summary>
/// The sweep on a page for people, bounded however large it is: headline, a table with what went wrong first, why it did,
/// and what was run.
/// </summary>
internal sealed class MarkdownSummary(SweepReport report)
{
    private const int ShownRows = 200;
    private const int ShownMetrics = 8;
    private const int ShownFailures = 20;
    private const int CellLength = 200;
    private const int MessageLength = 1000;

    /// <summary>The first line of the page, which stands for the whole where there is no room for more.</summary>
    public string Headline => $"### {MarkdownText.Escape(report.Project, CellLength)}: {report.Result.Headline}\n";

    public string Write()
    {
        var rows = report.Result.Jobs.OrderBy(Rank).Take(ShownRows).ToList();
        var page = new StringBuilder(Headline).Append('\n');
        Table(page, rows);
        Rest(page, rows);
        Failures(page);
        page.Append(Origin()).Append('\n');
        return page.ToString();
    }

    private void Table(StringBuilder page, List<JobResult> rows)
    {
        var last = rows.ToDictionary(row => row.Job.Index, row => ReportedMetrics.Last(row.Metrics).ToDictionary(metric => metric.Name));
        var names = rows.SelectMany(row => last[row.Job.Index].Keys).Distinct(StringComparer.Ordinal).ToList();
        var shownNames = names.Take(ShownMetrics).ToList();

        Row(["job", "experiment", "state", "exit code", "duration", .. shownNames.Select(name => MarkdownText.Escape(name)), "log"]);
        Row(["---:", "---", "---", "---:", "---:", .. shownNames.Select(_ => "---:"), "---"]);
        foreach (var result in rows)
        {
            Row(
            [
                Number(result.Job.Index),
                MarkdownText.Escape(result.Job.Label.Length == 0 ? "(no varying parameters)" : result.Job.Label, CellLength),
                Verdicts.Of(result) is Verdict.Failed or Verdict.Error ? $"**{Verdicts.Text(result)}**" : Verdicts.Text(result),
                result.ExitCode is { } code ? Number(code) : "",
                result.State == JobState.Planned || result.WasUpToDate ? "" : SweepResult.FormatDuration(result.Duration),
                .. shownNames.Select(name => last[result.Job.Index].TryGetValue(name, out var metric) ? MetricNumber.Format(metric.Value) : ""),
                MarkdownText.Escape(ReportPath.RelativeTo(report.Run.Plan.ProjectFolder, result.LogPath), CellLength),
            ]);
        }

        page.Append('\n');
        if (names.Count > shownNames.Count)
        {
            page.Append(CultureInfo.InvariantCulture, $"{names.Count - shownNames.Count} more metrics are in results.json.\n\n");
        }

        void Row(IEnumerable<string> cells) => page.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
    }

    private void Rest(StringBuilder page, List<JobResult> rows)
    {
        var shown = rows.CountBy(Verdicts.Text).ToDictionary();
        var rest = report.Result.Jobs.CountBy(Verdicts.Text)
            .Select(state => (Text: state.Key, Count: state.Value - shown.GetValueOrDefault(state.Key)))
            .Where(state => state.Count > 0)
            .OrderBy(state => state.Text, StringComparer.Ordinal)
            .Select(state => string.Create(CultureInfo.InvariantCulture, $"{state.Count} {state.Text}"))
            .ToList();
        if (rest.Count > 0)
        {
            page.Append(CultureInfo.InvariantCulture, $"… and {report.Result.Jobs.Count - rows.Count} more: {string.Join(", ", rest)}.\n\n");
        }
    }

    private void Failures(StringBuilder page)
    {
        var shown = report.Result.Jobs.Where(result => result.Failure is not null).Take(ShownFailures).ToList();
        foreach (var failure in shown.Select(result => result.Failure!))
        {
            page.Append(CultureInfo.InvariantCulture, $"- {failure.Descriptor.Code}: {MarkdownText.Escape(failure.Message, MessageLength)}\n");
        }

        var rest = report.Result.Jobs.Count(result => result.Failure is not null) - shown.Count;
        if (rest > 0)
        {
            page.Append(CultureInfo.InvariantCulture, $"- … and {rest} more\n");
        }

        if (shown.Count > 0)
        {
            page.Append('\n');
        }
    }

    private string Origin()
    {
        var (lineage, parts) = (report.Lineage, new List<string>());
        Add("group", report.Run.Group);
        Add("run", report.Run.RunId);
        Add("by", report.User);
        Add("on", report.Host);
        Add("in", report.Image is { Reference.Length: > 0 } image ? $"{report.Backend} {image.Reference}" : report.Backend);
        Add("commit", lineage.Commit.Length == 0 || lineage.UncommittedHash.Length == 0 ? lineage.Commit : $"{lineage.Commit} with uncommitted changes");
        Add("Caliban", lineage.SdkVersion);
        parts.Add($"started {report.StartedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC");
        return string.Join(", ", parts);

        void Add(string name, string value)
        {
            if (value.Length > 0)
            {
                parts.Add($"{name} {MarkdownText.Escape(value, CellLength)}");
            }
        }
    }

    private static int Rank(JobResult result) => Verdicts.Of(result) switch
    {
        Verdict.Failed or Verdict.Error => 0,
        Verdict.Skipped => 1,
        _ => 2,
    };

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
