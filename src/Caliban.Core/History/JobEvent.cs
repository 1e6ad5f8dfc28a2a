namespace Caliban.Core.History;

/// <summary>One step in the life of a job.</summary>
public sealed record JobEvent(long Job, DateTimeOffset At, JobState State, string Detail);
