using Caliban.Core.Diagnostics;

namespace Caliban.Core.History.Databases;

/// <summary>The file of a history, which is nobody else's to read.</summary>
internal static class SqliteFile
{
    private const int SmallestPage = 512;

    /// <summary>Makes folder and file where they are missing; an empty file is an empty database.</summary>
    /// <exception cref="DiagnosticException">They cannot be made: CAL7001.</exception>
    public static void Create(string file, string location, SourceLocation declaredAt)
    {
        try
        {
            var folder = Path.GetDirectoryName(file)!;
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            if (!File.Exists(file))
            {
                CreateEmpty(file);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw DiagnosticException.Create(HistoryDiagnostics.NotOpened, declaredAt, location, exception.Message.TrimEnd('.'));
        }
    }

    /// <summary>
    /// How long the file is, as far as that says something: not while there is a log, which may hold what is missing.
    /// SQLite takes a file of one byte for a new one, and misses a part of the last page when that is read.
    /// </summary>
    public static long? Length(string file)
    {
        try
        {
            var length = new FileInfo(File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file).Length;
            return File.Exists($"{file}-wal") || File.Exists($"{file}-journal") ? null : length;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Whether something is missing at the end of a file.</summary>
    /// <param name="length"><see cref="Length"/>, before it was opened.</param>
    public static bool IsCutOff(long? length, long pageSize) => length is > 0 and var size && (size < SmallestPage || size % pageSize != 0);

    /// <summary>
    /// A write-ahead log lets others read while one writes. It needs memory that all processes share, which there is not
    /// between the machines of a network file system.
    /// </summary>
    /// <seealso href="https://www.sqlite.org/wal.html"/>
    public static string JournalMode(string file) => IsOnNetwork(file) ? "DELETE" : "WAL";

    /// <summary>
    /// A file that is there is not opened, except by SQLite: closing it would end the locks that another connection of this
    /// process holds.
    /// </summary>
    /// <seealso href="https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_"/>
    private static void CreateEmpty(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using var _ = new FileStream(file, options);
        }
        catch (IOException) when (File.Exists(file))
        {
            // Another first use was faster
        }
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
