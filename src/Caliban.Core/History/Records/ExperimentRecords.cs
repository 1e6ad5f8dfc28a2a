using Caliban.Core.History.Databases;

namespace Caliban.Core.History.Records;

/// <summary>The experiments of groups.</summary>
internal static class ExperimentRecords
{
    /// <summary>Adds those that the group does not have; one that it has gets the label under which it is known now.</summary>
    /// <param name="firsts">The index of the first experiment of each key.</param>
    /// <returns>Their ids by their keys.</returns>
    public static async Task<Dictionary<string, long>> EnsureAsync(
        DatabaseSession session, long groupId, IReadOnlyList<WantedExperiment> wanted, Dictionary<string, int> firsts)
    {
        var ids = new Dictionary<string, long>(firsts.Count, StringComparer.Ordinal);
        foreach (var part in firsts.Values.Order().Select(index => wanted[index]).Chunk(Chunks.Size))
        {
            var renamed = new List<(string Name, object? Value)[]>();
            var labels = part.ToDictionary(experiment => experiment.Key, experiment => experiment.Label, StringComparer.Ordinal);
            var known = await session.QueryAsync(
                """
                SELECT given.key,
                    (SELECT e.id FROM caliban_experiments e WHERE e.group_id = @group AND e.key = given.key),
                    (SELECT e.label FROM caliban_experiments e WHERE e.group_id = @group AND e.key = given.key)
                FROM given
                """,
                new Rows().Add("key", part.Select(experiment => experiment.Key)),
                reader => (Key: reader.Text(0), Id: reader.NumberOrNull(1), Label: reader.Text(2)),
                ("group", groupId)).ConfigureAwait(false);
            foreach (var (key, found, label) in known)
            {
                if (found is not { } id)
                {
                    continue;
                }

                ids[key] = id;
                if (label != labels[key])
                {
                    renamed.Add([("label", labels[key]), ("id", id)]);
                }
            }

            await session.ExecuteManyAsync("UPDATE caliban_experiments SET label = @label WHERE id = @id", renamed).ConfigureAwait(false);
            await AddAsync(session, groupId, [.. part.Where(experiment => !ids.ContainsKey(experiment.Key))], ids).ConfigureAwait(false);
        }

        return ids;
    }

    private static async Task AddAsync(DatabaseSession session, long groupId, WantedExperiment[] added, Dictionary<string, long> ids)
    {
        if (added.Length == 0)
        {
            return;
        }

        var rows = new Rows()
            .Add("key", added.Select(experiment => experiment.Key))
            .Add("label", added.Select(experiment => experiment.Label))
            .Add("command", added.Select(experiment => experiment.Command))
            .Add("arguments", added.Select(experiment => JsonTexts.Write(experiment.Arguments)))
            .Add("place", added.Select((_, place) => (long)place));
        var inserted = await session.QueryAsync(
            """
            INSERT INTO caliban_experiments (group_id, key, label, command, arguments)
            SELECT @group, key, label, command, arguments FROM given ORDER BY place
            RETURNING key, id
            """,
            rows,
            reader => (Key: reader.Text(0), Id: reader.Number(1)),
            ("group", groupId)).ConfigureAwait(false);
        foreach (var (key, id) in inserted)
        {
            ids[key] = id;
        }
    }
}
