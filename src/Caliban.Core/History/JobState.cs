namespace Caliban.Core.History;

/// <summary>Where a job stands. The last four are final.</summary>
public enum JobState
{
    /// <summary>Written down, not started.</summary>
    Planned,

    /// <summary>A backend is about to be asked; whether it was, only the backend knows.</summary>
    Submitting,

    /// <summary>The backend has it, and has not started it.</summary>
    Submitted,

    Running,
    Succeeded,

    /// <summary>It ended with another exit code than 0, took too long, or could not be started.</summary>
    Failed,

    /// <summary>It was interrupted, or was never started because its build ended.</summary>
    Stopped,

    /// <summary>It vanished from its backend, so its result is unknown. Never called a success.</summary>
    Lost,
}
