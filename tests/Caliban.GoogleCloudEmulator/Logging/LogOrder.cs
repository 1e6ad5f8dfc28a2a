namespace Caliban.Emulator.Logging;

/// <summary>By time, then by <c>insertId</c>.</summary>
internal sealed class LogOrder : IComparer<LogEntry>
{
    public static readonly LogOrder OldestFirst = new();

    public int Compare(LogEntry? x, LogEntry? y) => (x!.Timestamp, y!.Timestamp) is var (one, other) && one != other
        ? one.CompareTo(other) : string.CompareOrdinal(x.InsertId, y.InsertId);
}
