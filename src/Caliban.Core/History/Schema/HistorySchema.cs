using System.Security.Cryptography;
using Caliban.Core.Diagnostics;
using Caliban.Core.History.Databases;

namespace Caliban.Core.History.Schema;

/// <summary>Brings a database to the form that this version uses. Two first uses at once make it once.</summary>
internal static class HistorySchema
{
    private const string Table = "caliban_history";

    /// <param name="scripts"><see cref="SchemaScripts.All"/>.</param>
    /// <returns>The id of the store.</returns>
    /// <exception cref="DiagnosticException">It is not ours (CAL7006) or of a newer version (CAL7007).</exception>
    public static async Task<string> PrepareAsync(HistoryDatabase database, IReadOnlyList<string> scripts, CancellationToken cancellationToken)
    {
        var (version, id) = await database.ReadAsync(StateAsync, cancellationToken).ConfigureAwait(false);
        if (version < scripts.Count)
        {
            id = await database.WriteAsync(session => MigrateAsync(session, scripts), cancellationToken).ConfigureAwait(false);
        }
        else
        {
            RefuseNewer(database, version, scripts);
        }

        return id;
    }

    private static async Task<(long Version, string StoreId)> StateAsync(DatabaseSession session)
    {
        if (await session.NumberAsync(session.Database.CountTables, ("name", Table)).ConfigureAwait(false) == 0)
        {
            await session.Database.CheckOwnerAsync(session).ConfigureAwait(false);
            return (0, "");
        }

        var rows = await session.QueryAsync(
            $"SELECT schema_version, store_id FROM {Table}",
            reader => (reader.Number(0), reader.Text(1))).ConfigureAwait(false);
        return rows is [var state]
            ? state
            : throw DiagnosticException.Create(HistoryDiagnostics.NotOurs, session.Database.DeclaredAt, session.Database.Location);
    }

    private static async Task<string> MigrateAsync(DatabaseSession session, IReadOnlyList<string> scripts)
    {
        await session.LockAsync("schema").ConfigureAwait(false);
        var (version, id) = await StateAsync(session).ConfigureAwait(false);
        if (version == 0)
        {
            id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
            await session.ExecuteAsync($"CREATE TABLE {Table} (schema_version BIGINT NOT NULL, store_id TEXT NOT NULL)").ConfigureAwait(false);
            await session.ExecuteAsync($"INSERT INTO {Table} VALUES (0, @id)", ("id", id)).ConfigureAwait(false);
        }

        RefuseNewer(session.Database, version, scripts);
        for (var next = version; next < scripts.Count; next++)
        {
            await session.ExecuteAsync(
                scripts[(int)next].Replace("{identity}", session.Database.IdentityType, StringComparison.Ordinal)).ConfigureAwait(false);
        }

        await session.ExecuteAsync($"UPDATE {Table} SET schema_version = @version", ("version", scripts.Count)).ConfigureAwait(false);
        return id;
    }

    private static void RefuseNewer(HistoryDatabase database, long version, IReadOnlyList<string> scripts)
    {
        if (version > scripts.Count)
        {
            throw DiagnosticException.Create(HistoryDiagnostics.Newer, database.DeclaredAt, database.Location, version, scripts.Count);
        }
    }
}
