using System.Collections.Concurrent;
using Caliban.Core.Diagnostics;

namespace Caliban.Runner;

/// <summary>Keeps diagnostics until the screen is free.</summary>
internal sealed class HeldDiagnostics : IDiagnosticSink
{
    private readonly ConcurrentQueue<Diagnostic> _held = new();

    public void Report(Diagnostic diagnostic) => _held.Enqueue(diagnostic);

    public void PassTo(IDiagnosticSink diagnostics)
    {
        while (_held.TryDequeue(out var diagnostic))
        {
            diagnostics.Report(diagnostic);
        }
    }
}
