namespace Caliban.Core.Diagnostics;

/// <summary>Where diagnostics go that do not end the operation. Safe to call from several threads.</summary>
public interface IDiagnosticSink
{
    void Report(Diagnostic diagnostic);
}
