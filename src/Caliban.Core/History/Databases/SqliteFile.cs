using System.Buffers.Binary;
using Caliban.Core.Diagnostics;

namespace Caliban.Core.History.Databases;

/// <summary>The file of a history, which is nobody else's to read.</summary>
internal static class SqliteFile
{
    /// <summary>Where a database says how large its pages are: two bytes, the higher one first; 1 for 65536.</summary>
    /// <seealso href="https://www.sqlite.org/fileformat.html#page_size"/>
    private const int PageSizeOffset = 16;

    private const int SmallestPage = 512;

    /// <summary>Makes folder and file where they are missing; an empty file is an empty database.</summary>
    /// <exception cref="DiagnosticException">They cannot be made (CAL7001), or the file is cut off (CAL7005).</exception>
    public static void Create(string file, string location, SourceLocation declaredAt)
    {
        try
        {
            var folder = Path.GetDirectoryName(file)!;
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
                using var _ = new FileStream(file, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            }
            else
            {
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                if (!File.Exists(file))
                {
                    using var _ = new FileStream(file, new FileStreamOptions
                    {
                        Mode = FileMode.OpenOrCreate,
                        Access = FileAccess.ReadWrite,
                        Share = FileShare.ReadWrite | FileShare.Delete,
                        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                    });
                }
            }

            if (IsCutOff(file))
            {
                throw DiagnosticException.Create(HistoryDiagnostics.Damaged, declaredAt, location, "it is cut off");
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw DiagnosticException.Create(HistoryDiagnostics.NotOpened, declaredAt, location, exception.Message.TrimEnd('.'));
        }
    }

    /// <summary>
    /// A write-ahead log lets others read while one writes. It needs memory that all processes share, which there is not
    /// between the machines of a network file system.
    /// </summary>
    /// <seealso href="https://www.sqlite.org/wal.html"/>
    public static string JournalMode(string file) => IsOnNetwork(file) ? "DELETE" : "WAL";

    /// <summary>
    /// SQLite takes a file of one byte for a new one, and misses a part of the last page when that is read. While there is
    /// a log, pages may be missing that are in the log.
    /// </summary>
    private static bool IsCutOff(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var header = new byte[PageSizeOffset + 2];
        var length = stream.Length;
        if (length == 0 || File.Exists($"{file}-wal") || File.Exists($"{file}-journal"))
        {
            return false;
        }

        if (length < SmallestPage || stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
        {
            return true;
        }

        var pageSize = BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(PageSizeOffset)) switch { 1 => 65536, var size => size };
        return pageSize >= SmallestPage && length % pageSize != 0;
    }

    private static bool IsOnNetwork(string file)
    {
        try
        {
            return new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(file)! : Path.GetDirectoryName(file)!).DriveType == DriveType.Network;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }
}
