namespace Caliban.Core.Reports;

/// <summary>What was written of a report. Paths are absolute and end in a folder of the run; null where it could not be written.</summary>
public sealed record WrittenReport(string? ResultsPath, string? JUnitPath, string? SummaryPath)
{
    /// <summary>Lines that a CI system reads on the standard output, to be passed to <see cref="ContinuousIntegration.CiConsole"/>.</summary>
    public IReadOnlyList<string> ConsoleLines { get; init; } = [];
}
