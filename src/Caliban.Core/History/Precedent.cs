namespace Caliban.Core.History;

/// <summary>What the history knows of an experiment that is wanted again.</summary>
public sealed record Precedent
{
    public static Precedent None { get; } = new();

    /// <summary>The newest job of the same fingerprint that succeeded, in any group, of any user.</summary>
    public long? Succeeded { get; init; }

    /// <summary>
    /// The newest job that succeeded with another schema of fingerprints, and is the same in every part that both know.
    /// Only looked for when there is none of the same fingerprint.
    /// </summary>
    public long? SucceededInOtherSchema { get; init; }

    /// <summary>The newest job of the same fingerprint that ended otherwise, and how.</summary>
    public (long Job, JobState State)? Unsuccessful { get; init; }

    /// <summary>The fingerprint of the newest job of the same experiment (<see cref="WantedExperiment.Key"/>) with another one.</summary>
    public Fingerprint? Earlier { get; init; }

    /// <summary>The number of that job.</summary>
    public long? EarlierJob { get; init; }
}
