using Caliban.Core.History.Databases;

namespace Caliban.Core.History.Records;

/// <summary>What is known of experiments that are wanted.</summary>
internal static class PrecedentSearch
{
    // Every part is a look into one index for each experiment, so it takes the same time however long the history is.
    // The sums keep a database from choosing the index of all jobs of a state, of which it may believe that there are few.
    private const string Search =
        """
        SELECT given.place,
            (SELECT max(j.id) FROM caliban_fingerprints f JOIN caliban_jobs j ON j.fingerprint_id = f.id
             WHERE f.hash = given.hash AND j.state + 0 = 4) AS succeeded,
            (SELECT max(j.id) FROM caliban_fingerprints f JOIN caliban_jobs j ON j.fingerprint_id = f.id
             WHERE f.hash = given.hash AND j.state + 0 IN (5, 6, 7)) AS unsuccessful,
            (SELECT max(j.id) FROM caliban_experiments e JOIN caliban_jobs j ON j.experiment_id = e.id
             WHERE e.key = given.key
                AND j.fingerprint_id <> COALESCE((SELECT f.id FROM caliban_fingerprints f WHERE f.hash = given.hash), 0)) AS earlier
        FROM given
        """;

    private const string SearchOtherSchemas =
        """
        SELECT given.place,
            (SELECT max(j.id)
             FROM caliban_experiments e
             JOIN caliban_jobs j ON j.experiment_id = e.id
             JOIN caliban_fingerprints f ON f.id = j.fingerprint_id
             WHERE e.key = given.key AND j.state + 0 = 4 AND f.schema <> given.schema AND f.image = given.image AND f.command = given.command
                AND f.arguments = given.arguments AND f.environment = given.environment AND f.hardware = given.hardware)
        FROM given
        """;

    /// <returns>One for each, in their order.</returns>
    public static async Task<Precedent[]> FindAsync(DatabaseSession session, IReadOnlyList<WantedExperiment> wanted)
    {
        var precedents = new Precedent[wanted.Count];
        Array.Fill(precedents, Precedent.None);
        if (await session.NumberAsync("SELECT max(id) FROM caliban_jobs").ConfigureAwait(false) is null)
        {
            return precedents;
        }

        foreach (var places in Enumerable.Range(0, wanted.Count).Chunk(Chunks.Size))
        {
            await FindAsync(session, wanted, places, precedents).ConfigureAwait(false);
        }

        await FindOtherSchemasAsync(session, wanted, precedents).ConfigureAwait(false);
        return precedents;
    }

    private static async Task FindAsync(DatabaseSession session, IReadOnlyList<WantedExperiment> wanted, int[] places, Precedent[] precedents)
    {
        var rows = new Rows()
            .Add("place", places.Select(place => (long)place))
            .Add("key", places.Select(place => wanted[place].Key))
            .Add("hash", places.Select(place => wanted[place].Fingerprint.Hash));
        var found = await session.QueryAsync(
            Search,
            rows,
            reader => (Place: reader.Number(0), Succeeded: reader.NumberOrNull(1), Unsuccessful: reader.NumberOrNull(2), Earlier: reader.NumberOrNull(3)))
            .ConfigureAwait(false);
        var states = await StatesAsync(session, found.Select(row => row.Unsuccessful).OfType<long>()).ConfigureAwait(false);
        var fingerprints = await FingerprintsAsync(session, found.Select(row => row.Earlier).OfType<long>()).ConfigureAwait(false);
        foreach (var (place, succeeded, unsuccessful, earlier) in found)
        {
            if (succeeded is not null || unsuccessful is not null || earlier is not null)
            {
                precedents[place] = new Precedent
                {
                    Succeeded = succeeded,
                    Unsuccessful = unsuccessful is { } job ? (job, states[job]) : null,
                    Earlier = earlier is { } other ? fingerprints[other] : null,
                    EarlierJob = earlier,
                };
            }
        }
    }

    private static async Task FindOtherSchemasAsync(DatabaseSession session, IReadOnlyList<WantedExperiment> wanted, Precedent[] precedents)
    {
        var schemas = await session.QueryAsync(
            "SELECT (SELECT min(schema) FROM caliban_fingerprints), (SELECT max(schema) FROM caliban_fingerprints)",
            reader => (First: reader.NumberOrNull(0), Last: reader.NumberOrNull(1))).ConfigureAwait(false);
        var (first, last) = schemas[0];
        var places = Enumerable.Range(0, wanted.Count).Where(place =>
            precedents[place] is { Succeeded: null, Earlier: not null } && (wanted[place].Fingerprint.Schema != first || first != last));
        foreach (var part in places.Chunk(Chunks.Size))
        {
            var fingerprints = part.Select(place => wanted[place].Fingerprint).ToList();
            var rows = new Rows()
                .Add("place", part.Select(place => (long)place))
                .Add("key", part.Select(place => wanted[place].Key))
                .Add("schema", fingerprints.Select(fingerprint => (long)fingerprint.Schema))
                .Add("image", fingerprints.Select(fingerprint => fingerprint.Image))
                .Add("command", fingerprints.Select(fingerprint => fingerprint.Command))
                .Add("arguments", fingerprints.Select(fingerprint => fingerprint.Arguments))
                .Add("environment", fingerprints.Select(fingerprint => fingerprint.Environment))
                .Add("hardware", fingerprints.Select(fingerprint => fingerprint.Hardware));
            var found = await session.QueryAsync(SearchOtherSchemas, rows, reader => (Place: reader.Number(0), Job: reader.NumberOrNull(1))).ConfigureAwait(false);
            foreach (var (place, job) in found)
            {
                precedents[place] = precedents[place] with { SucceededInOtherSchema = job };
            }
        }
    }

    private static async Task<Dictionary<long, JobState>> StatesAsync(DatabaseSession session, IEnumerable<long> jobs)
    {
        var rows = new Rows().Add("id", jobs.Distinct());
        return rows.Count == 0 ? [] : (await session.QueryAsync(
            "SELECT given.id, j.state FROM given LEFT JOIN caliban_jobs j ON j.id = given.id",
            rows,
            reader => (Job: reader.Number(0), State: (JobState)reader.Number(1))).ConfigureAwait(false)).ToDictionary(row => row.Job, row => row.State);
    }

    private static async Task<Dictionary<long, Fingerprint>> FingerprintsAsync(DatabaseSession session, IEnumerable<long> jobs)
    {
        var rows = new Rows().Add("id", jobs.Distinct());
        return rows.Count == 0 ? [] : (await session.QueryAsync(
            $"""
            SELECT given.id, {FingerprintRecords.Columns}
            FROM given
            LEFT JOIN caliban_jobs j ON j.id = given.id
            LEFT JOIN caliban_fingerprints f ON f.id = j.fingerprint_id
            """,
            rows,
            reader => (Job: reader.Number(0), Fingerprint: FingerprintRecords.Read(reader, 1))).ConfigureAwait(false))
            .ToDictionary(row => row.Job, row => row.Fingerprint);
    }
}
