namespace Caliban.Emulator.Logging;

/// <summary>A line that a job wrote, or the service about it.</summary>
public sealed record LogEntry
{
    public required string JobId { get; init; }

    public required string Project { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>When it can first be read.</summary>
    public required DateTimeOffset ReceiveTimestamp { get; init; }

    /// <summary>Tells one entry from another with the same time.</summary>
    public required string InsertId { get; init; }

    /// <summary><c>workerpool0-0</c>, …, or <c>service</c> for what the platform says.</summary>
    public required string TaskName { get; init; }

    public required string Message { get; init; }

    /// <summary><c>DEFAULT</c>, <c>DEBUG</c>, <c>INFO</c>, …</summary>
    public string Severity { get; init; } = "INFO";

    /// <summary>Whether the message is the whole <c>textPayload</c> instead of a part of <c>jsonPayload</c>.</summary>
    public bool IsText { get; init; }
}
