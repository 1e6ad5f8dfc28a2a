using Caliban.Core.History;
using Caliban.Core.Jobs;

namespace Caliban.Core.Reports;

/// <summary>All that is told about a sweep once it has ended.</summary>
public sealed record SweepReport
{
    public required SweepRun Run { get; init; }

    public required SweepResult Result { get; init; }

    public required Lineage Lineage { get; init; }

    /// <summary>What the jobs ran in; null where nothing is known of it.</summary>
    public RecordedImage? Image { get; init; }

    /// <summary><c>docker</c> or <c>process</c>.</summary>
    public required string Backend { get; init; }

    public required string User { get; init; }

    /// <summary>The name of the machine.</summary>
    public required string Host { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset EndedAt { get; init; }

    internal string Project => Run.Plan.Project;

    /// <summary>What has a folder of its own for each run.</summary>
    internal string ResultsFolder => Path.Combine(Run.Plan.OutputFolder, "results");
}
