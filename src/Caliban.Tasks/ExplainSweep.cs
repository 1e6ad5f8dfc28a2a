using Caliban.Core.Jobs.Fingerprints;
using Caliban.Core.Local;
using Caliban.Core.Projects;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Caliban.Tasks;

/// <summary>Shows for each experiment of a plan why it would run, or would not. Runs nothing.</summary>
[MSBuildMultiThreadableTask]
public sealed class ExplainSweep : CalibanTask
{
    /// <summary>The file that <see cref="PlanSweep"/> wrote.</summary>
    [Required]
    public string PlanFile { get; set; } = "";

    /// <summary><c>CalibanXGroup</c>: compare with this group; empty for all groups.</summary>
    public string Group { get; set; } = "";

    /// <summary><c>CalibanExperiments</c>: numbers of experiments, separated by semicolons; empty for all.</summary>
    public string Numbers { get; set; } = "";

    /// <summary>One item for each experiment, named by its number: Standing, Reason, Job, Fingerprint, Differences.</summary>
    [Output]
    public ITaskItem[] Explanations { get; set; } = [];

    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var properties = new ProjectProperties(ProjectFile);
        var numbers = properties.WholeNumbers("CalibanExperiments", Numbers);
        properties.ThrowIfMistaken();
        var plan = await Core.Jobs.PlanFile.ReadAsync(PlanFile, cancellationToken);
        var experiments = await new SweepExplanation(Environment.GetEnvironmentVariable, this).ReadAsync(plan, Group, cancellationToken);
        IReadOnlyList<ExplainedExperiment> chosen =
            numbers.Count == 0 ? experiments : [.. experiments.Where(experiment => numbers.Contains(experiment.Job.Index))];
        foreach (var line in ExplanationLines.Of(chosen))
        {
            Show(line);
        }

        Explanations = [.. chosen.Select(experiment => new ExplanationItem(experiment))];
    }
}
