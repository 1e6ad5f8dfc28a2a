using System.Globalization;
using System.Text;
using Caliban.Core.Diagnostics;

namespace Caliban.Core.Reports.ContinuousIntegration;

/// <summary>GitHub Actions, and what imitates it: annotations, the summary of the step, its outputs.</summary>
internal sealed class GitHubActions(Func<string, string?> variable) : CiSystem
{
    /// <summary>GitHub refuses a longer summary of a step as a whole.</summary>
    internal const int SummaryLimit = 1024 * 1024;

    private const int MessageLength = 4000;

    public override IReadOnlyList<string> Lines(SweepReport report, WrittenReport written) =>
    [
        .. Errors(report).Select(error => GitHubCommand.Create(
            "error",
            [
                ("file", ReportPath.RelativeTo(variable("GITHUB_WORKSPACE") ?? "", error.Location.File ?? report.Run.Plan.ProjectFile)),
                ("line", Number(error.Location.Line)),
                ("col", Number(error.Location.Column)),
                ("title", error.Title),
            ],
            $"{error.Code}: {(error.Message.Length <= MessageLength ? error.Message : $"{error.Message[..MessageLength]}…")}")),
    ];

    internal override async Task RecordAsync(
        SweepReport report, WrittenReport written, IDiagnosticSink diagnostics, CancellationToken cancellationToken)
    {
        if (variable("GITHUB_STEP_SUMMARY") is { Length: > 0 } summaryFile)
        {
            var summary = new MarkdownSummary(report);
            await AppendAsync(summaryFile, [$"{summary.Write()}\n", summary.Headline], SummaryLimit, diagnostics, cancellationToken).ConfigureAwait(false);
        }

        if (variable("GITHUB_OUTPUT") is { Length: > 0 } outputFile)
        {
            var outputs = string.Concat(Outputs(report, written).Select(output => GitHubOutput.Line($"caliban-{output.Name}", output.Value)));
            await AppendAsync(outputFile, [outputs], long.MaxValue, diagnostics, cancellationToken).ConfigureAwait(false);
        }
    }

    private static IEnumerable<(string Name, string Value)> Outputs(SweepReport report, WrittenReport written)
    {
        var totals = ReportTotals.Of(report.Result);
        return
        [
            ("results", written.ResultsPath ?? ""),
            ("junit", written.JUnitPath ?? ""),
            ("summary", written.SummaryPath ?? ""),
            ("group", report.Run.Group),
            ("run", report.Run.RunId),
            ("jobs", Count(totals.Jobs)),
            ("succeeded", Count(totals.Succeeded)),
            ("up-to-date", Count(totals.UpToDate)),
            ("failed", Count(totals.Failed)),
            ("lost", Count(totals.Lost)),
            ("stopped", Count(totals.Stopped)),
            ("not-run", Count(totals.NotRun)),
        ];
    }

    /// <summary>Appends the first of the texts that fits, in one piece, since several builds may share the file.</summary>
    private static async Task AppendAsync(
        string path, IEnumerable<string> texts, long limit, IDiagnosticSink diagnostics, CancellationToken cancellationToken)
    {
        try
        {
            var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0, useAsync: true);
            await using (file.ConfigureAwait(false))
            {
                var bytes = texts.Select(Encoding.UTF8.GetBytes).FirstOrDefault(bytes => file.Position + bytes.Length <= limit) ?? [];
                await file.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            diagnostics.Report(Diagnostic.Create(
                ReportDiagnostics.ReportNotWritten, SourceLocation.None, path, exception.Message.TrimEnd('.')));
        }
    }

    private static string Number(int number) => number == 0 ? "" : Count(number);

    private static string Count(int number) => number.ToString(CultureInfo.InvariantCulture);
}
