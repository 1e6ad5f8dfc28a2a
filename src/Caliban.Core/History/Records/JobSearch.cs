using System.Data.Common;
using System.Globalization;
using Caliban.Core.History.Databases;
using Caliban.Core.Processes;

namespace Caliban.Core.History.Records;

/// <summary>Jobs as they are read out of the history.</summary>
internal static class JobSearch
{
    private const string Columns =
        $"""
        j.id, g.name, e.id, e.key, e.label, e.command, e.arguments, i.reference, i.digest, r.name, c.name, g.user_name,
        j.host, r.project, r.project_file, j.attempt, j.state, j.backend, j.remote_name, j.process_id, j.process_start,
        j.devices, j.exit_code, j.log_path, j.link, j.detail, j.created_at, j.submitted_at, j.started_at, j.ended_at,
        r.git_commit, r.uncommitted_hash, r.project_hash, r.sdk_version, j.resource, {FingerprintRecords.Columns}
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
            Read,
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

    private static RecordedJob Read(DbDataReader reader) => new()
    {
        Id = reader.Number(0),
        Group = reader.GetString(1),
        ExperimentId = reader.Number(2),
        ExperimentKey = reader.GetString(3),
        Label = reader.GetString(4),
        Command = reader.GetString(5),
        Arguments = JsonTexts.ReadList(reader.GetString(6)),
        ImageReference = reader.GetString(7),
        ImageDigest = reader.GetString(8),
        RunId = reader.GetString(9),
        ClaimedBy = reader.Text(10),
        User = reader.GetString(11),
        Host = reader.GetString(12),
        Project = reader.GetString(13),
        ProjectFile = reader.GetString(14),
        Attempt = (int)reader.Number(15),
        State = (JobState)reader.Number(16),
        Backend = reader.GetString(17),
        RemoteName = reader.GetString(18),
        Process = reader.NumberOrNull(19) is { } process ? new ProcessIdentity((int)process, reader.Text(20)) : null,
        Devices = JsonTexts.ReadList(reader.GetString(21)),
        ExitCode = (int?)reader.NumberOrNull(22),
        LogPath = reader.GetString(23),
        Link = reader.GetString(24),
        Detail = reader.GetString(25),
        CreatedAt = reader.Time(26),
        SubmittedAt = reader.TimeOrNull(27),
        StartedAt = reader.TimeOrNull(28),
        EndedAt = reader.TimeOrNull(29),
        Lineage = new Lineage(reader.GetString(30), reader.GetString(31), reader.GetString(32), reader.GetString(33)),
        Resource = reader.GetString(34),
        Fingerprint = FingerprintRecords.Read(reader, 35),
    };
}
