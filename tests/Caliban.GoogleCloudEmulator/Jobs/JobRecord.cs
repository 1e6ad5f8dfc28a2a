namespace Caliban.Emulator.Jobs;

/// <summary>What is kept of a job, also in the state file.</summary>
internal sealed class JobRecord
{
    public required string Id { get; init; }

    /// <summary>Later jobs have higher ones.</summary>
    public required long Sequence { get; init; }

    public required string Project { get; init; }

    public required string ProjectNumber { get; init; }

    public required string Location { get; init; }

    public required string DisplayName { get; init; }

    public required Dictionary<string, string> Labels { get; init; }

    /// <summary>Canonical JSON.</summary>
    public required string JobSpec { get; init; }

    public string? EncryptionSpec { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    public required string Creator { get; init; }

    public required JobFate Fate { get; set; }

    /// <summary>Leaves the queue.</summary>
    public required DateTimeOffset PendingTime { get; set; }

    /// <summary>Begins to run, unless its fate strikes before.</summary>
    public required DateTimeOffset StartTime { get; set; }

    /// <summary>Null: when it is told to.</summary>
    public DateTimeOffset? EndTime { get; set; }

    public DateTimeOffset? CancelTime { get; set; }

    public DateTimeOffset? CancelledTime { get; set; }

    /// <summary>A state that it was told to be in.</summary>
    public JobState? HeldState { get; set; }

    public bool IsDeleted { get; set; }
}
