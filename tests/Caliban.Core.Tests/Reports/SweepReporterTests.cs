using System.Text.Json;
using Caliban.Core.Diagnostics;
using Caliban.Core.Reports;
using Caliban.Core.Tests.Jobs;
using Caliban.Testing;

namespace Caliban.Core.Tests.Reports;

public sealed class SweepReporterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingObserver _diagnostics = new();

    private string Results => Path.Combine(_folder.Path, "obj", "caliban", "results");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_files_are_in_a_folder_of_the_run_and_once_more_under_names_that_stay()
    {
        var written = await PublishAsync(SampleReports.Everything(_folder.Path));

        Assert.Equal(Path.Combine(Results, "20260102-030405-abcd", "results.json"), written.ResultsPath);
        Assert.Equal(
            ["20260102-030405-abcd/junit.xml", "20260102-030405-abcd/results.json", "20260102-030405-abcd/summary.md", "junit.xml", "results.json", "summary.md"],
            Directory.EnumerateFiles(Results, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Results, file).Replace('\\', '/'))
                .Order(StringComparer.Ordinal));
        foreach (var path in (string[])[written.ResultsPath!, written.JUnitPath!, written.SummaryPath!])
        {
            Assert.Equal(await File.ReadAllBytesAsync(path), await File.ReadAllBytesAsync(Path.Combine(Results, Path.GetFileName(path))));
        }

        Assert.Empty(_diagnostics.Reported);
        Assert.Empty(written.ConsoleLines);
    }

    [Fact]
    public async Task The_names_that_stay_are_of_the_run_that_ended_last()
    {
        var first = SampleReports.Large(1, 0, _folder.Path);
        await PublishAsync(first);
        await PublishAsync(first with { Run = first.Run with { RunId = "20260102-030406-ffff" } });
        using var newest = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Results, "results.json")));

        Assert.Equal("20260102-030406-ffff", newest.RootElement.GetProperty("runId").GetString());
        Assert.Equal(2, Directory.GetDirectories(Results).Length);
    }

    [Fact]
    public async Task What_cannot_be_written_is_a_warning_and_the_rest_is_written()
    {
        Directory.CreateDirectory(Path.Combine(Results, "20260102-030405-abcd", "junit.xml"));
        var written = await PublishAsync(SampleReports.Everything(_folder.Path));

        var warning = Assert.Single(_diagnostics.Reported);
        Assert.Equal(ReportDiagnostics.ReportNotWritten, warning.Descriptor);
        Assert.Equal(DiagnosticSeverity.Warning, warning.Descriptor.Severity);
        Assert.Contains(Path.Combine("20260102-030405-abcd", "junit.xml"), warning.Message);
        Assert.Null(written.JUnitPath);
        Assert.NotNull(written.ResultsPath);
        Assert.Empty(Directory.EnumerateFiles(Results, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_file_in_the_place_of_the_folder_costs_the_report_and_nothing_else()
    {
        _folder.Write("obj/caliban/results", "");
        var written = await PublishAsync(SampleReports.Everything(_folder.Path));

        Assert.Equal(new WrittenReport(null, null, null), written with { ConsoleLines = new WrittenReport(null, null, null).ConsoleLines });
        Assert.All(_diagnostics.Reported, warning => Assert.Equal(ReportDiagnostics.ReportNotWritten, warning.Descriptor));
        Assert.Equal(3, _diagnostics.Reported.Count);
    }

    private Task<WrittenReport> PublishAsync(SweepReport report) =>
        SweepReporter.PublishAsync(report, _ => null, _diagnostics, CancellationToken.None);
}
