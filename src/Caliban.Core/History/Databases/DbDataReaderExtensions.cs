using System.Data.Common;

namespace Caliban.Core.History.Databases;

/// <summary>Values as both databases keep them: whole numbers of 64 bits, texts, times in milliseconds since 1970.</summary>
internal static class DbDataReaderExtensions
{
    public static long Number(this DbDataReader reader, int column) => reader.GetInt64(column);

    public static long? NumberOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    public static string Text(this DbDataReader reader, int column) => reader.IsDBNull(column) ? "" : reader.GetString(column);

    public static DateTimeOffset Time(this DbDataReader reader, int column) => DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(column));

    public static DateTimeOffset? TimeOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.Time(column);
}
