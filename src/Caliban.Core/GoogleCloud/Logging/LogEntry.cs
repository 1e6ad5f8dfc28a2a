namespace Caliban.Core.GoogleCloud.Logging;

/// <summary>One entry in the log of a job.</summary>
/// <param name="Severity">For example <c>INFO</c>; empty for <c>DEFAULT</c>.</param>
/// <param name="InsertId">Tells entries of the same time apart.</param>
/// <param name="TaskName">The replica it comes from, such as <c>workerpool0-0</c>; <c>service</c> is the platform itself.</param>
/// <param name="Message">Its text, or its content as JSON; may have several lines.</param>
/// <seealso href="https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry"/>
public sealed record LogEntry(DateTimeOffset Timestamp, string Severity, string InsertId, string TaskName, string Message)
{
    /// <summary>The last part of the name of its job.</summary>
    public string JobId { get; init; } = "";
}
