using Caliban.Core.History.Databases;

namespace Caliban.Core.History.Records;

/// <summary>Fingerprints, each kept once however many jobs have it.</summary>
internal static class FingerprintRecords
{
    /// <summary>The columns of a fingerprint, to be read by <see cref="Read"/>.</summary>
    public const string Columns = "f.hash, f.schema, f.image, f.command, f.arguments, f.environment, f.hardware";

    public static Fingerprint Read(System.Data.Common.DbDataReader reader, int column) => new(
        reader.Text(column),
        (int)reader.Number(column + 1),
        reader.Text(column + 2),
        reader.Text(column + 3),
        reader.Text(column + 4),
        reader.Text(column + 5),
        reader.Text(column + 6));

    /// <returns>Their ids by their hashes.</returns>
    public static async Task<Dictionary<string, long>> EnsureAsync(DatabaseSession session, IReadOnlyList<Fingerprint> fingerprints)
    {
        var ids = new Dictionary<string, long>(fingerprints.Count, StringComparer.Ordinal);
        // In the order of their hashes: two runs of other groups that add the same ones would else wait for each other
        var ordered = fingerprints.DistinctBy(fingerprint => fingerprint.Hash).OrderBy(fingerprint => fingerprint.Hash, StringComparer.Ordinal);
        foreach (var part in ordered.Chunk(Chunks.Size))
        {
            await FindAsync(session, part, ids).ConfigureAwait(false);
            Fingerprint[] added = [.. part.Where(fingerprint => !ids.ContainsKey(fingerprint.Hash))];
            if (added.Length > 0)
            {
                await AddAsync(session, added).ConfigureAwait(false);
                await FindAsync(session, added, ids).ConfigureAwait(false);
            }
        }

        return ids;
    }

    private static async Task FindAsync(DatabaseSession session, Fingerprint[] fingerprints, Dictionary<string, long> ids)
    {
        var found = await session.QueryAsync(
            "SELECT given.hash, f.id FROM given LEFT JOIN caliban_fingerprints f ON f.hash = given.hash",
            new Rows().Add("hash", fingerprints.Select(fingerprint => fingerprint.Hash)),
            reader => (Hash: reader.Text(0), Id: reader.NumberOrNull(1))).ConfigureAwait(false);
        foreach (var (hash, id) in found.Where(row => row.Id is not null))
        {
            ids[hash] = id!.Value;
        }
    }

    private static Task<int> AddAsync(DatabaseSession session, Fingerprint[] added) => session.ExecuteAsync(
        """
        INSERT INTO caliban_fingerprints (hash, schema, image, command, arguments, environment, hardware)
        SELECT hash, schema, image, command, arguments, environment, hardware FROM given WHERE TRUE ORDER BY hash
        ON CONFLICT (hash) DO NOTHING
        """,
        new Rows()
            .Add("hash", added.Select(fingerprint => fingerprint.Hash))
            .Add("schema", added.Select(fingerprint => (long)fingerprint.Schema))
            .Add("image", added.Select(fingerprint => fingerprint.Image))
            .Add("command", added.Select(fingerprint => fingerprint.Command))
            .Add("arguments", added.Select(fingerprint => fingerprint.Arguments))
            .Add("environment", added.Select(fingerprint => fingerprint.Environment))
            .Add("hardware", added.Select(fingerprint => fingerprint.Hardware)));
}
