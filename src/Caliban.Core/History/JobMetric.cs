namespace Caliban.Core.History;

/// <summary>A value that a job reported.</summary>
/// <param name="Step">Null where the job gave none.</param>
public sealed record JobMetric(string Name, double Value, long? Step, DateTimeOffset At);
