using Caliban.Core.Jobs;

namespace Caliban.Core.Local;

/// <summary>Where the process engine keeps its files, below <c>obj/caliban</c>.</summary>
internal sealed record ProcessPaths(SweepRun Run)
{
    /// <summary>The copy of code and directories that all jobs of the plan start from.</summary>
    public string Stage => Path.Combine(RunFolder, "stage");

    public string RunFolder => Path.Combine(Run.Plan.OutputFolder, "process", Run.RunId);

    /// <summary>The working directory of one job, as the container's is its own.</summary>
    public string Job(PlannedJob job) => Path.Combine(RunFolder, $"{job.Index}");
}
