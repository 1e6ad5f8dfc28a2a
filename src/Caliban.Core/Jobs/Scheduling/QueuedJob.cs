namespace Caliban.Core.Jobs.Scheduling;

/// <summary>A planned job that waits for its turn.</summary>
/// <param name="Position">Its place in the plan, from 0.</param>
/// <param name="Id">Its number in the history.</param>
/// <param name="Devices">How many GPUs it needs.</param>
/// <param name="Due">The timestamp before which it is not started.</param>
internal sealed record QueuedJob(int Position, PlannedJob Job, long Id, int Attempt, int Devices, long Due)
{
    /// <summary>How many later jobs were started before it since it could have been.</summary>
    public int Overtaken { get; set; }
}
