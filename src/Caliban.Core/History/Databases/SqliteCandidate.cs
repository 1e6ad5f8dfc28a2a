using System.Globalization;
using System.Runtime.InteropServices;

namespace Caliban.Core.History.Databases;

/// <summary>A native SQLite that could be used.</summary>
internal sealed unsafe class SqliteCandidate
{
    private readonly delegate* unmanaged[Cdecl]<int> _isThreadSafe;
    private readonly delegate* unmanaged[Cdecl]<byte*, int> _isOptionUsed;

    private SqliteCandidate(string file, nint handle)
    {
        File = file;
        Handle = handle;
        Version = ((delegate* unmanaged[Cdecl]<int>)NativeLibrary.GetExport(handle, "sqlite3_libversion_number"))();
        _isThreadSafe = (delegate* unmanaged[Cdecl]<int>)NativeLibrary.GetExport(handle, "sqlite3_threadsafe");
        _isOptionUsed = (delegate* unmanaged[Cdecl]<byte*, int>)NativeLibrary.GetExport(handle, "sqlite3_compileoption_used");
    }

    public string File { get; }

    public nint Handle { get; }

    /// <summary>As SQLite counts: 3053003 is 3.53.3.</summary>
    public int Version { get; }

    /// <summary>Whether it was compiled with what is needed.</summary>
    public bool IsUsable
    {
        get
        {
            fixed (byte* option = "OMIT_JSON\0"u8)
            {
                return _isThreadSafe() != 0 && _isOptionUsed(option) == 0;
            }
        }
    }

    public static string Format(int version) =>
        string.Create(CultureInfo.InvariantCulture, $"{version / 1_000_000}.{version / 1000 % 1000}.{version % 1000}");

    public static IEnumerable<SqliteCandidate?> OfSystem()
    {
        if (OperatingSystem.IsWindows())
        {
            yield return Load(Path.Combine(Environment.SystemDirectory, "winsqlite3.dll"));
        }
        else if (OperatingSystem.IsMacOS())
        {
            yield return Load("/usr/lib/libsqlite3.dylib");
        }
        else
        {
            yield return Load("libsqlite3.so.0");
        }
    }

    /// <summary>Beside this assembly in a build, and beside the folders of tasks and runner in the package.</summary>
    public static IEnumerable<SqliteCandidate?> Bundled()
    {
        var folder = Path.GetDirectoryName(typeof(SqliteCandidate).Assembly.Location)!;
        string[] parents = [Path.Combine(folder, "native"), Path.GetFullPath(Path.Combine(folder, "..", "..", "native"))];
        return
            from parent in parents
            from system in Systems()
            let file = Path.Combine(parent, system, FileName)
            where System.IO.File.Exists(file)
            select Load(file);
    }

    private static string FileName => OperatingSystem.IsWindows() ? "e_sqlite3.dll" : OperatingSystem.IsMacOS() ? "libe_sqlite3.dylib" : "libe_sqlite3.so";

    /// <summary>A Linux with musl instead of glibc cannot load the first of two, and the other way round.</summary>
    private static string[] Systems()
    {
#pragma warning disable CA1308 // names of folders
        var architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
#pragma warning restore CA1308
        return OperatingSystem.IsWindows() ? [$"win-{architecture}"]
            : OperatingSystem.IsMacOS() ? [$"osx-{architecture}"]
            : RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal) ? [$"linux-musl-{architecture}"]
            : [$"linux-{architecture}", $"linux-musl-{architecture}"];
    }

    private static SqliteCandidate? Load(string file)
    {
        if (!NativeLibrary.TryLoad(file, out var handle))
        {
            return null;
        }

        try
        {
            return new SqliteCandidate(file, handle);
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }
}
