using System.Globalization;

namespace Caliban.Emulator.Logging;

/// <summary>Where the next page of a log begins.</summary>
/// <param name="EmptyPages">How many pages without entries were sent for it.</param>
/// <param name="Ticks">The time of the last entry that was sent.</param>
/// <param name="InsertId">Of the last entry that was sent; empty before the first.</param>
internal sealed record LogPosition(int EmptyPages, long Ticks, string InsertId)
{
    public static LogPosition Read(string? text) => text?.Split(' ', 3) is [var pages, var ticks, var id]
        ? new LogPosition(int.Parse(pages, CultureInfo.InvariantCulture), long.Parse(ticks, CultureInfo.InvariantCulture), id)
        : new LogPosition(0, 0, "");

    public bool IsBefore(LogEntry entry, bool isDescending)
    {
        var order = entry.Timestamp.UtcTicks != Ticks ? entry.Timestamp.UtcTicks.CompareTo(Ticks) : string.CompareOrdinal(entry.InsertId, InsertId);
        return isDescending ? order < 0 : order > 0;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{EmptyPages} {Ticks} {InsertId}");
}
