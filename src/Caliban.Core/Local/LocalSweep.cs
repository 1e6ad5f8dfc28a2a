using Caliban.Core.Diagnostics;
using Caliban.Core.Jobs;

namespace Caliban.Core.Local;

/// <summary>Runs a plan on this machine from beginning to end: what the task and the runner share.</summary>
public static class LocalSweep
{
    /// <param name="variable">Reads an environment variable of the build.</param>
    /// <exception cref="DiagnosticException">No job could be started.</exception>
    public static async Task<SweepResult> RunAsync(
        SweepPlan plan,
        Func<string, string?> variable,
        ISweepObserver observer,
        IDiagnosticSink diagnostics,
        CancellationToken cancellationToken)
    {
        var run = SweepRun.Start(plan);
        var engine = await new LocalEngines(variable).ResolveAsync(run, diagnostics, cancellationToken).ConfigureAwait(false);
        return await new SweepExecutor(run, engine, observer, diagnostics).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The lines of a dry run: each job and its exact command.</summary>
    public static IEnumerable<string> Preview(SweepPlan plan, Func<string, string?> variable)
    {
        var engine = new LocalEngines(variable).Preview(SweepRun.Start(plan));
        foreach (var job in plan.Jobs)
        {
            yield return $"job {job.Title}: {Processes.CommandLine.Format(engine.Command(job))}";
        }

        yield return $"{plan.Jobs.Count} job{(plan.Jobs.Count == 1 ? "" : "s")}, none of them run: this is a dry run."
            + (plan.Engine == EngineChoice.Auto ? " Without a Docker engine they would run as processes." : "");
    }
}
