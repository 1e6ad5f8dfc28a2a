using Caliban.Core.Diagnostics;
using Caliban.Core.Jobs;

namespace Caliban.Runner;

/// <summary>Runs a plan and says by an exit code how it ended.</summary>
internal static class SweepVerb
{
    public static async Task<int> RunAsync(SweepPlan plan, IDiagnosticSink diagnostics, CancellationToken cancellationToken)
    {
        var result = await SweepDisplay.RunAsync(plan, diagnostics, cancellationToken);
        foreach (var failure in result.Jobs.Select(job => job.Failure).OfType<Diagnostic>())
        {
            diagnostics.Report(failure);
        }

        if (result.WasCanceled)
        {
            diagnostics.Report(Diagnostic.Create(LocalRunDiagnostics.SweepCanceled, SourceLocation.None, result.Headline));
            return ExitCodes.Interrupted;
        }

        if (!result.Succeeded && result.Jobs.All(job => job.Failure is null))
        {
            diagnostics.Report(Diagnostic.Create(LocalRunDiagnostics.SweepIncomplete, SourceLocation.None, result.Headline));
        }

        return result.Succeeded ? ExitCodes.Succeeded : ExitCodes.Failed;
    }
}
