using Caliban.Core.Diagnostics;

namespace Caliban.Core.Tracking;

/// <summary>Where a verb shows what it does.</summary>
/// <param name="Show">Receives lines for people.</param>
/// <param name="Consent">Asks before what cannot be undone.</param>
/// <param name="Diagnostics">Receives what goes wrong with single jobs.</param>
public sealed record VerbConsole(Action<string> Show, Consent Consent, IDiagnosticSink Diagnostics)
{
    internal void ShowAll(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Show(line);
        }
    }
}
