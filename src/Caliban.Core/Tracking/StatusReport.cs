using Caliban.Core.History;

namespace Caliban.Core.Tracking;

/// <summary>The jobs of one experiment, the newest last.</summary>
public sealed record ExperimentStatus(IReadOnlyList<RecordedJob> Jobs);

/// <summary>The jobs of one group, by experiments.</summary>
public sealed record GroupStatus(string User, string Name, IReadOnlyList<ExperimentStatus> Experiments)
{
    public IEnumerable<RecordedJob> Jobs => from experiment in Experiments from job in experiment.Jobs select job;
}

/// <summary>How jobs stand.</summary>
/// <param name="Title">Which jobs these are, or that there are none.</param>
/// <param name="Groups">The group with the newest job last.</param>
/// <param name="Metrics">Last values by the numbers of jobs.</param>
/// <param name="Notes">What could not be found out, as sentences.</param>
public sealed record StatusReport(
    string Title,
    IReadOnlyList<GroupStatus> Groups,
    IReadOnlyDictionary<long, IReadOnlyList<JobMetric>> Metrics,
    IReadOnlyList<string> Notes,
    DateTimeOffset At)
{
    /// <summary>In the order of the report.</summary>
    public IEnumerable<RecordedJob> Jobs => Groups.SelectMany(group => group.Jobs);

    public bool IsFinished => Jobs.All(job => job.State.IsFinal());
}
