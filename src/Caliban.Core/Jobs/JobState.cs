namespace Caliban.Core.Jobs;

/// <summary>Where a job stands. The last four are final.</summary>
public enum JobState
{
    /// <summary>Written down, not started.</summary>
    Planned,

    Running,
    Succeeded,

    /// <summary>It ended with another exit code than 0, took too long, or could not be started.</summary>
    Failed,

    /// <summary>It was interrupted because the sweep was stopped.</summary>
    Stopped,

    /// <summary>Its engine vanished, so its result is unknown. Never called a success.</summary>
    Lost,
}
