using Microsoft.Build.Framework;

namespace Caliban.Sdk.Tests;

/// <summary>Keeps errors and warnings as the tasks report them; a binary log leaves their links out.</summary>
internal sealed class DiagnosticLogger : ILogger
{
    private readonly List<ReportedDiagnostic> _diagnostics = [];

    public IReadOnlyList<ReportedDiagnostic> Diagnostics => _diagnostics;

    public LoggerVerbosity Verbosity { get; set; }

    public string? Parameters { get; set; }

    public void Initialize(IEventSource eventSource)
    {
        eventSource.ErrorRaised += (_, e) => _diagnostics.Add(new ReportedDiagnostic(
            true, e.Code ?? "", e.File ?? "", e.LineNumber, e.ColumnNumber, e.Message ?? "", e.HelpLink ?? ""));
        eventSource.WarningRaised += (_, e) => _diagnostics.Add(new ReportedDiagnostic(
            false, e.Code ?? "", e.File ?? "", e.LineNumber, e.ColumnNumber, e.Message ?? "", e.HelpLink ?? ""));
    }

    public void Shutdown()
    {
    }
}
