using System.Runtime.CompilerServices;
using Caliban.Core.Diagnostics;
using Caliban.Core.History.Databases;
using Caliban.Core.History.Locations;
using Caliban.Core.History.Schema;

namespace Caliban.Core.History;

/// <summary>Opens the store that a project or its surroundings name.</summary>
public static class HistoryStore
{
    /// <param name="location">
    /// <c>CalibanHistoryUrl</c>: a file, <c>sqlite:///file</c>, <c>postgresql://user@host/database</c>, or <c>none</c> for a
    /// memory that ends with this process. Empty for <c>$CALIBAN_DB_URL</c>, and without that <c>~/.caliban/caliban.db</c>.
    /// </param>
    /// <param name="variable">Reads an environment variable of the build.</param>
    /// <param name="declaredAt">Where the property is declared; relative paths begin at its folder.</param>
    /// <exception cref="DiagnosticException">It cannot be opened: CAL7xxx.</exception>
    public static async Task<IHistory> OpenAsync(
        string location, Func<string, string?> variable, SourceLocation declaredAt, CancellationToken cancellationToken)
    {
        var found = HistoryLocation.Find(location, variable, declaredAt);
        if (found is HistoryLocation.Server server)
        {
            return await OpenServerAsync(server, declaredAt, cancellationToken).ConfigureAwait(false);
        }

        return await OpenFileAsync((found as HistoryLocation.File)?.Path, found.Display, declaredAt, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What is wrong with <c>CalibanHistoryUrl</c>, asked before its value is written anywhere; null when nothing is.</summary>
    /// <returns>CAL7011 or CAL7012.</returns>
    public static Diagnostic? Mistake(string location, SourceLocation declaredAt)
    {
        try
        {
            HistoryLocation.Find(location, _ => null, declaredAt);
            return null;
        }
        catch (DiagnosticException exception)
        {
            return exception.Diagnostics[0];
        }
    }

    /// <summary>As <see cref="OpenAsync(string, Func{string, string?}, SourceLocation, CancellationToken)"/>, but creates no file: null where there is no store yet.</summary>
    /// <inheritdoc cref="OpenAsync(string, Func{string, string?}, SourceLocation, CancellationToken)"/>
    public static async Task<IHistory?> OpenExistingAsync(
        string location, Func<string, string?> variable, SourceLocation declaredAt, CancellationToken cancellationToken) =>
        HistoryLocation.Find(location, variable, declaredAt) is HistoryLocation.File file && !File.Exists(file.Path)
            ? null
            : await OpenAsync(location, variable, declaredAt, cancellationToken).ConfigureAwait(false);

    /// <summary>Takes over a database; it is closed with the history, or when it cannot be one.</summary>
    internal static async Task<IHistory> OpenAsync(HistoryDatabase database, IReadOnlyList<string> scripts, CancellationToken cancellationToken)
    {
        try
        {
            return new SqlHistory(database, await HistorySchema.PrepareAsync(database, scripts, cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            await database.CloseAsync().ConfigureAwait(false);
            throw;
        }
    }

    // Each in a method of its own, so that only the library that is needed is loaded
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<IHistory> OpenFileAsync(string? file, string display, SourceLocation declaredAt, CancellationToken cancellationToken) =>
        await OpenAsync(
            await SqliteDatabase.OpenAsync(file, display, declaredAt, cancellationToken).ConfigureAwait(false),
            SchemaScripts.All,
            cancellationToken).ConfigureAwait(false);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task<IHistory> OpenServerAsync(HistoryLocation.Server server, SourceLocation declaredAt, CancellationToken cancellationToken) =>
        OpenAsync(PostgresDatabase.Open(server.Url, declaredAt), SchemaScripts.All, cancellationToken);
}
