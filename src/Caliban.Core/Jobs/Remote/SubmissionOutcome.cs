using Caliban.Core.History;

namespace Caliban.Core.Jobs.Remote;

/// <summary>A job that waits to be handed over.</summary>
/// <param name="Position">Its place in the plan.</param>
internal sealed record QueuedSubmission(int Position, PlannedJob Job, long Id, int Attempt);

/// <summary>What became of it. Exactly one of the others is set.</summary>
/// <param name="Row">The job as the history has it, when the backend has taken it.</param>
/// <param name="Result">Its end, when it was refused or nobody knows whether it was taken.</param>
/// <param name="EndsAll">Whether no other job would fare better.</param>
/// <param name="IsTaken">Another build submits it.</param>
internal sealed record SubmissionOutcome(
    QueuedSubmission Submission, RecordedJob? Row = null, int Candidate = 0, JobResult? Result = null, bool EndsAll = false, bool IsTaken = false)
{
    /// <summary>Of the receipt.</summary>
    public IReadOnlyList<string> Hints { get; init; } = [];
}
