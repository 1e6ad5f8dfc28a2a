namespace Caliban.Emulator.Jobs;

/// <summary>A job at one moment.</summary>
/// <param name="Start">When it began to run, or null.</param>
/// <param name="End">When it reached its final state, or null.</param>
/// <param name="Update">When it last changed.</param>
public sealed record JobStatus(JobState State, DateTimeOffset? Start, DateTimeOffset? End, DateTimeOffset Update, JobError? Error);
