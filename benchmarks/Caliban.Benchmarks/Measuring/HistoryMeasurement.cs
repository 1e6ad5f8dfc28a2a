using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Jobs.Journal;
using Caliban.Core.Local;
using Caliban.Tasks;
using Microsoft.Build.Framework;

namespace Caliban.Benchmarks.Measuring;

/// <summary>Work on the history that <c>CALIBAN_DB_URL</c> names, in a process that has done nothing else.</summary>
internal static class HistoryMeasurement
{
    /// <summary>All that a run does with a plan before its first job: reading, comparing, writing it down.</summary>
    public const string Submit = "submit-sweep";

    /// <summary>What a dry run with CalibanSkipCompleted does with a plan.</summary>
    public const string Compare = "compare-sweep";

    /// <summary>The task ShowStatus for all jobs, with all metadata of its items.</summary>
    public const string Status = "show-status";

    /// <summary>The task RunPlan.</summary>
    public const string Run = "run-sweep";

    public static bool Knows(string work) => work is Submit or Compare or Status or Run;

    /// <param name="file">The project for <see cref="Status"/>, otherwise the plan.</param>
    /// <returns>The number of jobs that were planned, up to date, shown, or successful.</returns>
    public static int Do(string work, string file) => work switch
    {
        Submit => SubmitAsync(file).GetAwaiter().GetResult(),
        Compare => CompareAsync(file).GetAwaiter().GetResult(),
        Status => ShowStatus(file),
        _ => RunPlan(file),
    };

    // As LocalSweep, up to its first job.
    private static async Task<int> SubmitAsync(string file)
    {
        Func<string, string?> variable = Environment.GetEnvironmentVariable;
        var plan = await PlanFile.ReadAsync(file, CancellationToken.None);
        await using var history = await HistoryStore.OpenAsync(plan.HistoryLocation, variable, SourceLocation.None, CancellationToken.None);
        var reconciler = new Reconciler(history, new LocalBackends(variable).FindAsync, Environment.UserName, Environment.MachineName);
        var found = await reconciler.RunAsync(CancellationToken.None);
        var run = SweepRun.Start(plan);
        var engine = new LocalEngines(variable).Preview(run);
        var submission = await SweepSubmission.BeginAsync(
            history, run, engine.Backend, engine.IdentifyAsync, found.Adoptable, continuesGroup: false, variable, TimeProvider.System, CancellationToken.None);
        return submission.Enrolments.Count(enrolment => enrolment.Kind == EnrolmentKind.Planned && enrolment.Precedent.Succeeded is not null);
    }

    private static async Task<int> CompareAsync(string file)
    {
        var plan = await PlanFile.ReadAsync(file, CancellationToken.None) with { SkipCompleted = true };
        var lines = await LocalSweep.PreviewAsync(plan, Environment.GetEnvironmentVariable, CancellationToken.None);
        return lines.Count(line => line.Contains(": [up to date] ", StringComparison.Ordinal));
    }

    private static int ShowStatus(string file)
    {
        var task = new ShowStatus { BuildEngine = new SilentBuildEngine(), ProjectFile = file, MaxJobs = "0" };
        Require(task);
        return Take(task.Jobs);
    }

    private static int RunPlan(string file)
    {
        var task = new RunPlan { BuildEngine = new SilentBuildEngine { NoWarn = "CAL4001" }, ProjectFile = file, PlanFile = file };
        Require(task);
        return Take(task.Jobs);
    }

    private static void Require(ITask task)
    {
        if (!task.Execute())
        {
            throw new InvalidOperationException($"{task.GetType().Name} failed");
        }
    }

    // As MSBuild does when it takes items over.
    private static int Take(ITaskItem[] items)
    {
        var succeeded = 0;
        foreach (var item in items)
        {
            succeeded += (string?)((ITaskItem2)item).CloneCustomMetadataEscaped()["State"] == "Succeeded" ? 1 : 0;
        }

        return succeeded;
    }
}
