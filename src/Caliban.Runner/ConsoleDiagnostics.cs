using Caliban.Core.Diagnostics;

namespace Caliban.Runner;

/// <summary>Diagnostics on the error output, in the form editors and CI systems recognise.</summary>
internal sealed class ConsoleDiagnostics : IDiagnosticSink
{
    public void Report(Diagnostic diagnostic) => Console.Error.WriteLine(diagnostic);
}
