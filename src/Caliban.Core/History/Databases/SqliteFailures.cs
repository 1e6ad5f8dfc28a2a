using System.Data.Common;
using Caliban.Core.Diagnostics;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Caliban.Core.History.Databases;

/// <summary>What SQLite's result codes mean for a user.</summary>
/// <seealso href="https://www.sqlite.org/rescode.html"/>
internal static class SqliteFailures
{
    /// <summary>Less than this is no room for a page and its place in the log.</summary>
    private const long LittleSpace = 64 * 1024;

    public static bool IsBusy(DbException exception) => exception is SqliteException { SqliteErrorCode: SQLITE_BUSY or SQLITE_LOCKED };

    public static Diagnostic Explain(DbException exception, string? file, string location, SourceLocation declaredAt)
    {
        var code = (exception as SqliteException)?.SqliteErrorCode ?? SQLITE_ERROR;
        var descriptor = code switch
        {
            SQLITE_BUSY or SQLITE_LOCKED => HistoryDiagnostics.Locked,
            SQLITE_READONLY => HistoryDiagnostics.ReadOnly,
            SQLITE_FULL => HistoryDiagnostics.DiskFull,
            SQLITE_IOERR when IsFull(file) => HistoryDiagnostics.DiskFull,
            SQLITE_CORRUPT or SQLITE_NOTADB => HistoryDiagnostics.Damaged,
            SQLITE_CANTOPEN when IsReadOnly(file) => HistoryDiagnostics.ReadOnly,
            SQLITE_CANTOPEN or SQLITE_PERM or SQLITE_AUTH => HistoryDiagnostics.NotOpened,
            _ => HistoryDiagnostics.StatementFailed,
        };
        return Diagnostic.Create(descriptor, declaredAt, location, Reason(exception.Message));
    }

    /// <summary>SQLite's own words, without the library's around them.</summary>
    private static string Reason(string message)
    {
        var first = message.IndexOf('\'', StringComparison.Ordinal);
        var last = message.LastIndexOf('\'');
        return first >= 0 && last > first ? message[(first + 1)..last] : message.TrimEnd('.');
    }

    /// <summary>On a disk that is read-only, the files that belong to a write-ahead log cannot be made, and nothing else is said.</summary>
    private static bool IsReadOnly(string? file)
    {
        if (!File.Exists(file))
        {
            return false;
        }

        try
        {
            using var _ = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private static bool IsFull(string? file)
    {
        try
        {
            return file is not null
                && new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(file)! : Path.GetDirectoryName(file)!).AvailableFreeSpace < LittleSpace;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }
}
