using System.Globalization;
using Caliban.Core.History.Databases;

namespace Caliban.Core.History.Records;

/// <summary>Jobs as they are read out of the history.</summary>
internal static class JobSearch
{
    // What jobs of a run have in common comes last, and is read once for each run.
    private const string Columns =
        $"""
        j.id, j.run_id, e.id, e.key, e.label, e.command, e.arguments, c.name, j.host, j.attempt, j.state, j.backend,
        j.remote_name, j.process_id, j.process_start, j.devices, j.exit_code, j.log_path, j.link, j.detail, j.created_at,
        j.submitted_at, j.started_at, j.ended_at, j.resource, {FingerprintRecords.Columns}, {RunTexts.Columns}
        """;

    public static async Task<IReadOnlyList<RecordedJob>> FindAsync(DatabaseSession session, JobQuery query)
    {
        // Ids in parts would lose the meaning of "the newest of all"
        var rows = query.Ids.Count == 0 ? null : new Rows().Add("id", query.Ids.Distinct());
        var conditions = Conditions(query, out var parameters);
        var selected = Newest(query, $"SELECT j.id, j.experiment_id FROM caliban_jobs j{Where(conditions)}");
        return await session.QueryAsync(
            $"""
            SELECT {Columns}
            FROM ({selected}) selected
            JOIN caliban_jobs j ON j.id = selected.id
            JOIN caliban_experiments e ON e.id = j.experiment_id
            JOIN caliban_groups g ON g.id = e.group_id
            JOIN caliban_runs r ON r.id = j.run_id
            JOIN caliban_images i ON i.id = r.image_id
            JOIN caliban_fingerprints f ON f.id = j.fingerprint_id
            LEFT JOIN caliban_runs c ON c.id = j.claimed_by
            ORDER BY j.id
            """,
            rows,
            new JobReader().Read,
            [.. parameters]).ConfigureAwait(false);
    }

    private static List<string> Conditions(JobQuery query, out List<(string Name, object? Value)> parameters)
    {
        var conditions = new List<string>();
        parameters = [];
        if (query.Ids.Count > 0)
        {
            conditions.Add("j.id IN (SELECT id FROM given)");
        }

        var groups = new List<string>();
        if (query.User is { } user)
        {
            groups.Add("g.user_name = @user");
            parameters.Add(("user", user));
        }

        if (query.Group is { } group)
        {
            groups.Add("g.name = @group");
            parameters.Add(("group", group));
        }

        if (groups.Count > 0)
        {
            conditions.Add(
                $"j.run_id IN (SELECT r.id FROM caliban_runs r WHERE r.group_id IN (SELECT g.id FROM caliban_groups g{Where(groups)}))");
        }

        if (query.Host is { } host)
        {
            conditions.Add(query.AndRemote ? "(j.host = @host OR j.resource <> '')" : "j.host = @host");
            parameters.Add(("host", host));
        }

        if (query.States.Count > 0)
        {
            conditions.Add($"j.state IN ({string.Join(", ", query.States.Select(state => ((int)state).ToString(CultureInfo.InvariantCulture)))})");
        }

        if (query.OfEndedRuns)
        {
            conditions.Add("EXISTS (SELECT 1 FROM caliban_runs r WHERE r.id = COALESCE(j.claimed_by, j.run_id) AND r.ended_at IS NOT NULL)");
        }

        return conditions;
    }

    private static string Where(List<string> conditions) => conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", conditions)}";

    private static string Newest(JobQuery query, string selected)
    {
        if (query.NewestOfEachExperiment is { } ofEach)
        {
            selected = string.Create(
                CultureInfo.InvariantCulture,
                $"""
                SELECT id, experiment_id
                FROM (SELECT id, experiment_id, row_number() OVER (PARTITION BY experiment_id ORDER BY id DESC) AS place FROM ({selected}) found) counted
                WHERE place <= {ofEach}
                """);
        }

        return query.Newest is { } newest
            // The sum keeps SQLite from walking backwards through all jobs there are until it has found enough
            ? string.Create(CultureInfo.InvariantCulture, $"SELECT id FROM ({selected}) newest ORDER BY id + 0 DESC LIMIT {newest}")
            : selected;
    }
}
