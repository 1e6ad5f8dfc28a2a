using Caliban.Core.Diagnostics;

namespace Caliban.Core.History.Databases;

/// <summary>The file of a history, which is nobody else's to read.</summary>
internal static class SqliteFile
{
    /// <summary>Makes folder and file where they are missing; an empty file is an empty database.</summary>
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
