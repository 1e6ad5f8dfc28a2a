using Caliban.Core.Diagnostics;
using Caliban.Core.Jobs;
using Caliban.Core.Local;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Caliban.Tasks;

/// <summary>Runs the jobs of a plan on this machine and shows their output as it comes.</summary>
[MSBuildMultiThreadableTask]
public sealed class RunPlan : SweepTask
{
    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var plan = await Core.Jobs.PlanFile.ReadAsync(PlanFile, cancellationToken);
        using var signals = new TerminationSignals(Cancel);
        var sweep = await LocalSweep.RunAsync(plan, Environment.GetEnvironmentVariable, new PlainSweepObserver(Show), this, cancellationToken);
        Conclude(sweep, LocalRunDiagnostics.SweepCanceled, LocalRunDiagnostics.SweepIncomplete);
    }
}
