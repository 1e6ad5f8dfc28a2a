using Caliban.Core.History;
using Caliban.Core.Jobs;
using Spectre.Console;

namespace Caliban.Runner;

/// <summary>The closing table of a sweep.</summary>
internal static class ResultTable
{
    public static Table Create(SweepResult result)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn(new TableColumn("job").RightAligned());
        table.AddColumn("experiment");
        table.AddColumn("state");
        table.AddColumn(new TableColumn("exit code").RightAligned());
        table.AddColumn(new TableColumn("duration").RightAligned());
        foreach (var job in SweepTable.Shown(result))
        {
            var cells = SweepTable.Row(job).Select(Markup.Escape).ToArray();
            cells[2] = $"[{ColorOf(job.State)}]{cells[2]}[/]";
            table.AddRow(cells);
        }

        return table;
    }

    public static string ColorOf(JobState state) => state switch
    {
        JobState.Succeeded => "green",
        JobState.Failed or JobState.Lost => "red",
        _ => "yellow",
    };
}
