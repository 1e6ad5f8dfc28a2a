using System.Globalization;

namespace Caliban.Core.Reports.ContinuousIntegration;

/// <summary>Azure Pipelines: issues of the step, the page of the build, and the jobs as tests.</summary>
internal sealed class AzurePipelines : CiSystem
{
    private const int MessageLength = 4000;

    public override IReadOnlyList<string> Lines(SweepReport report, WrittenReport written)
    {
        var lines = Errors(report).Select(error => AzureCommand.Create(
            "task.logissue",
            [
                ("type", "error"),
                ("sourcepath", error.Location.File ?? report.Run.Plan.ProjectFile),
                ("linenumber", Number(error.Location.Line)),
                ("columnnumber", Number(error.Location.Column)),
                ("code", error.Code),
            ],
            error.Message.Length <= MessageLength ? error.Message : $"{error.Message[..MessageLength]}…")).ToList();
        if (written.SummaryPath is { } summary)
        {
            lines.Add(AzureCommand.Create("task.uploadsummary", [], summary));
        }

        // The agent splits the list of files at commas.
        if (written.JUnitPath is { } junit && !junit.Contains(',', StringComparison.Ordinal))
        {
            lines.Add(AzureCommand.Create(
                "results.publish", [("type", "JUnit"), ("runTitle", $"{report.Project} {report.Run.Group}"), ("resultFiles", junit)], ""));
        }

        return lines;
    }

    private static string Number(int number) => number == 0 ? "" : number.ToString(CultureInfo.InvariantCulture);
}
