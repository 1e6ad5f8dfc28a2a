namespace Caliban.Benchmarks.Reporting;

/// <summary>Rows as a table of Markdown, aligned so that it reads well in a terminal too.</summary>
internal static class Table
{
    public static void Write(IReadOnlyList<Row> rows, TextWriter writer)
    {
        var lines = rows.Select(row => row.Cells).Prepend(Row.Headings).ToList();
        var widths = Row.Headings.Select((_, column) => lines.Max(line => line[column].Length)).ToArray();
        WriteLine(lines[0]);
        WriteLine([.. widths.Select(width => new string('-', width))]);
        foreach (var line in lines.Skip(1))
        {
            WriteLine(line);
        }

        void WriteLine(IReadOnlyList<string> cells) =>
            writer.WriteLine($"| {string.Join(" | ", cells.Select((cell, column) => cell.PadRight(widths[column])))} |");
    }
}
