using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Jobs.Journal;

namespace Caliban.Core.Reports;

/// <summary>All that is told about a sweep once it has ended.</summary>
public sealed record SweepReport
{
    public required SweepRun Run { get; init; }

    public required SweepResult Result { get; init; }

    public required Lineage Lineage { get; init; }

    /// <summary>What the jobs ran in; null where nothing is known of it.</summary>
    public RecordedImage? Image { get; init; }

    /// <summary><c>docker</c>, <c>process</c>, <c>vertex</c>.</summary>
    public required string Backend { get; init; }

    public required string User { get; init; }

    /// <summary>The name of the machine.</summary>
    public required string Host { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>A sweep that has been written down.</summary>
    public static SweepReport Of(SweepRun run, SweepResult result, SweepSubmission submission, string backend, DateTimeOffset endedAt) => new()
    {
        Run = run,
        Result = result,
        Lineage = submission.Run.Lineage,
        Image = submission.Image,
        Backend = backend,
        User = submission.Run.User,
        Host = submission.Run.Host,
        StartedAt = submission.Run.StartedAt,
        EndedAt = endedAt,
    };

    internal string Project => Run.Plan.Project;

    /// <summary>What has a folder of its own for each run.</summary>
    internal string ResultsFolder => Path.Combine(Run.Plan.OutputFolder, "results");
}
