using Caliban.Core.Diagnostics;

namespace Caliban.Runner;

/// <summary>Diagnostics on the error output, in the form editors and CI systems recognise.</summary>
internal sealed class ConsoleDiagnostics : IDiagnosticSink
{
    /// <summary>Codes of warnings that are not shown.</summary>
    public IReadOnlyList<string> Silenced { get; set; } = [];

    public void Report(Diagnostic diagnostic)
    {
        var descriptor = diagnostic.Descriptor;
        if (descriptor.Severity == DiagnosticSeverity.Error || !Silenced.Contains(descriptor.Code, StringComparer.OrdinalIgnoreCase))
        {
            Console.Error.WriteLine(diagnostic);
        }
    }
}
