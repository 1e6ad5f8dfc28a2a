using Caliban.Core.Diagnostics;
using Caliban.Core.Reports;
using Caliban.Core.Reports.ContinuousIntegration;
using Microsoft.Build.Framework;

namespace Caliban.Tasks;

/// <summary>What the tasks share that run a plan to its end.</summary>
public abstract class SweepTask : CalibanTask
{
    /// <summary>The file that <see cref="PlanSweep"/> wrote.</summary>
    [Required]
    public string PlanFile { get; set; } = "";

    /// <summary>One item for each job, named by its number: State, ExitCode, Duration, LogPath, Link, Label, Arguments.</summary>
    [Output]
    public ITaskItem[] Jobs { get; set; } = [];

    /// <summary>Hands the jobs out and reports what went wrong.</summary>
    /// <param name="canceled">What is said when the sweep was stopped.</param>
    /// <param name="incomplete">What is said when it did not succeed and nothing else says why.</param>
    private protected void Conclude(ReportedSweep sweep, DiagnosticDescriptor canceled, DiagnosticDescriptor incomplete)
    {
        var (result, report) = sweep;
        CiConsole.Write(report.ConsoleLines, line => Log.LogMessage(MessageImportance.High, "{0}", line), TerminalLogger == "1");
        Jobs = [.. result.Jobs.Select(job => new JobItem(job.Job, job))];
        foreach (var failure in result.Jobs.Select(job => job.Failure).OfType<Diagnostic>())
        {
            Report(failure);
        }

        if (result.WasCanceled)
        {
            Report(Diagnostic.Create(canceled, SourceLocation.None, result.Headline));
        }

        // Whatever else a job did not do: a build succeeds only when all of them have.
        if (!result.Succeeded && !Log.HasLoggedErrors)
        {
            Report(Diagnostic.Create(incomplete, SourceLocation.None, result.Headline));
        }

        Conclude(result.Headline);
    }
}
