using Caliban.Core.Diagnostics;
using Caliban.Core.Jobs;
using Caliban.Core.Local;
using Caliban.Core.Reports.ContinuousIntegration;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Caliban.Tasks;

/// <summary>Runs the jobs of a plan on this machine and shows their output as it comes.</summary>
[MSBuildMultiThreadableTask]
public sealed class RunPlan : CalibanTask
{
    /// <summary>The file that <see cref="PlanSweep"/> wrote.</summary>
    [Required]
    public string PlanFile { get; set; } = "";

    /// <summary>One item for each job, named by its number: State, ExitCode, Duration, LogPath, Label, Arguments.</summary>
    [Output]
    public ITaskItem[] Jobs { get; set; } = [];

    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var plan = await Core.Jobs.PlanFile.ReadAsync(PlanFile, cancellationToken);
        using var signals = new TerminationSignals(Cancel);
        var (result, report) = await LocalSweep.RunAsync(
            plan, Environment.GetEnvironmentVariable, new PlainSweepObserver(Show), this, cancellationToken);
        CiConsole.Write(report.ConsoleLines, line => Log.LogMessage(MessageImportance.High, "{0}", line), TerminalLogger == "1");
        Jobs = [.. result.Jobs.Select(job => new JobItem(job.Job, job))];
        foreach (var failure in result.Jobs.Select(job => job.Failure).OfType<Diagnostic>())
        {
            Report(failure);
        }

        if (result.WasCanceled)
        {
            Report(Diagnostic.Create(LocalRunDiagnostics.SweepCanceled, SourceLocation.None, result.Headline));
        }

        // Whatever else a job did not do: a build succeeds only when all of them have.
        if (!result.Succeeded && !Log.HasLoggedErrors)
        {
            Report(Diagnostic.Create(LocalRunDiagnostics.SweepIncomplete, SourceLocation.None, result.Headline));
        }

        Conclude(result.Headline);
    }
}
