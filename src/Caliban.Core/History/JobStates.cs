namespace Caliban.Core.History;

/// <summary>What states mean.</summary>
public static class JobStates
{
    /// <summary>Whether a job in this state never changes again.</summary>
    public static bool IsFinal(this JobState state) => state >= JobState.Succeeded;

    /// <summary>Whether a backend may have the job.</summary>
    public static bool IsActive(this JobState state) => state is JobState.Submitting or JobState.Submitted or JobState.Running;
}
