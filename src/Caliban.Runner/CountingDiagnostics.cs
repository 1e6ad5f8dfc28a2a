using Caliban.Core.Diagnostics;

namespace Caliban.Runner;

/// <summary>Passes diagnostics on, and remembers whether there was an error.</summary>
internal sealed class CountingDiagnostics(IDiagnosticSink diagnostics) : IDiagnosticSink
{
    private volatile bool _hasErrors;

    public bool HasErrors => _hasErrors;

    public void Report(Diagnostic diagnostic)
    {
        _hasErrors |= diagnostic.Descriptor.Severity == DiagnosticSeverity.Error;
        diagnostics.Report(diagnostic);
    }
}
