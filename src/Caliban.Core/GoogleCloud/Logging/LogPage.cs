namespace Caliban.Core.GoogleCloud.Logging;

/// <summary>A part of a log.</summary>
/// <param name="NextToken">Asks for the next part, also when this one has no entries; empty in the last one.</param>
internal sealed record LogPage(IReadOnlyList<LogEntry> Entries, string NextToken);
