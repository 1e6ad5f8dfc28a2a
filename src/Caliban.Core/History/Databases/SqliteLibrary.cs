using System.Runtime.InteropServices;
using Caliban.Core.Diagnostics;
using SQLitePCL;
using NativeLibrary = System.Runtime.InteropServices.NativeLibrary;

namespace Caliban.Core.History.Databases;

/// <summary>The native SQLite of this process: the newer one of the operating system's and of ours.</summary>
internal static class SqliteLibrary
{
    /// <summary>Every function that is used is there from this version on: 3.38.0, which reads JSON with <c>-&gt;&gt;</c>.</summary>
    private const int Oldest = 3_038_000;

    private static readonly Lazy<SqliteCandidate?> Chosen = new(Choose);

    /// <summary>The version that is used, as SQLite counts: 3053003 is 3.53.3. 0 when there is none.</summary>
    public static int Version => Chosen.Value?.Version ?? 0;

    /// <exception cref="DiagnosticException">There is no SQLite for this system: CAL7014.</exception>
    public static void Use(SourceLocation declaredAt)
    {
        if (Chosen.Value is null)
        {
            throw DiagnosticException.Create(HistoryDiagnostics.NoSqlite, declaredAt, RuntimeInformation.RuntimeIdentifier, SqliteCandidate.Format(Oldest));
        }
    }

    private static SqliteCandidate? Choose()
    {
        var chosen = SqliteCandidate.OfSystem().Concat(SqliteCandidate.Bundled())
            .OfType<SqliteCandidate>()
            .Where(candidate => candidate.Version >= Oldest && candidate.IsUsable)
            .MaxBy(candidate => candidate.Version);
        if (chosen is not null)
        {
            SQLite3Provider_dynamic_cdecl.Setup(chosen.File, new Exports(chosen.Handle));
            raw.SetProvider(new SQLite3Provider_dynamic_cdecl());
        }

        return chosen;
    }

    private sealed class Exports(nint library) : IGetFunctionPointer
    {
        public nint GetFunctionPointer(string name) => NativeLibrary.TryGetExport(library, name, out var function) ? function : 0;
    }
}
