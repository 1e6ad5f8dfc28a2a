using Caliban.Core.Processes;

namespace Caliban.Core.History;

/// <summary>One execution of a plan: the build, or the runner, that submits jobs and watches them.</summary>
public sealed record RecordedRun
{
    /// <summary>Unique in all stores: <c>20260102-030405-1a2b3c4d</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The name of the group its jobs belong to; one user's groups have different names.</summary>
    public required string Group { get; init; }

    public required string User { get; init; }

    /// <summary>The name of the machine.</summary>
    public required string Host { get; init; }

    /// <summary>The process that watches.</summary>
    public required ProcessIdentity Process { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it last said that it lives; for readers on other machines.</summary>
    public DateTimeOffset HeartbeatAt { get; init; }

    /// <summary>Null while it lives, or until somebody notices that it does not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The name of the project.</summary>
    public required string Project { get; init; }

    /// <summary>Absolute.</summary>
    public required string ProjectFile { get; init; }

    public required Lineage Lineage { get; init; }

    /// <summary>
    /// Whether it goes on where an earlier run of the group was interrupted: experiments that succeeded in the group with the
    /// same fingerprint keep their results. Not stored.
    /// </summary>
    public bool ContinuesGroup { get; init; }
}
