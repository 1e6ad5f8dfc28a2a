using Caliban.Core.History.Databases;

namespace Caliban.Core.History.Records;

/// <summary>Groups: made with their first run, counted, forgotten.</summary>
internal static class GroupRecords
{
    private const string JobsOfGroup =
        "SELECT j.id FROM caliban_jobs j WHERE j.run_id IN (SELECT r.id FROM caliban_runs r WHERE r.group_id = @group)";

    private static readonly string[] Deletions =
    [
        $"DELETE FROM caliban_metrics WHERE series_id IN (SELECT s.id FROM caliban_metric_series s WHERE s.job_id IN ({JobsOfGroup}))",
        $"DELETE FROM caliban_metric_series WHERE job_id IN ({JobsOfGroup})",
        $"DELETE FROM caliban_job_events WHERE job_id IN ({JobsOfGroup})",
        "DELETE FROM caliban_jobs WHERE run_id IN (SELECT r.id FROM caliban_runs r WHERE r.group_id = @group)",
        "DELETE FROM caliban_runs WHERE group_id = @group",
        "DELETE FROM caliban_experiments WHERE group_id = @group",
        "DELETE FROM caliban_groups WHERE id = @group",
    ];

    public static async Task<long> EnsureAsync(DatabaseSession session, RecordedRun run)
    {
        await session.ExecuteAsync(
            "INSERT INTO caliban_groups (user_name, name, created_at) VALUES (@user, @name, @at) ON CONFLICT (name, user_name) DO NOTHING",
            ("user", run.User),
            ("name", run.Group),
            ("at", run.StartedAt)).ConfigureAwait(false);
        return (await IdAsync(session, run.User, run.Group).ConfigureAwait(false))!.Value;
    }

    public static async Task<RecordedGroup?> FindAsync(DatabaseSession session, string user, string name)
    {
        var groups = await session.QueryAsync(
            """
            SELECT g.user_name, g.name, g.created_at,
                (SELECT count(*) FROM caliban_experiments e WHERE e.group_id = g.id),
                (SELECT count(*) FROM caliban_runs r JOIN caliban_jobs j ON j.run_id = r.id WHERE r.group_id = g.id)
            FROM caliban_groups g
            WHERE g.user_name = @user AND g.name = @name
            """,
            reader => new RecordedGroup(reader.Text(0), reader.Text(1), reader.Time(2), (int)reader.Number(3), (int)reader.Number(4)),
            ("user", user),
            ("name", name)).ConfigureAwait(false);
        return groups.FirstOrDefault();
    }

    /// <returns>How many jobs were deleted.</returns>
    public static async Task<int> ForgetAsync(DatabaseSession session, string user, string name)
    {
        await session.LockAsync($"group {user}\n{name}").ConfigureAwait(false);
        if (await IdAsync(session, user, name).ConfigureAwait(false) is not { } group)
        {
            return 0;
        }

        var images = new Rows().Add("id", await session.QueryAsync(
            "SELECT DISTINCT r.image_id FROM caliban_runs r WHERE r.group_id = @group",
            reader => reader.Number(0),
            ("group", group)).ConfigureAwait(false));
        var fingerprints = new Rows().Add("id", await session.QueryAsync(
            $"SELECT DISTINCT j.fingerprint_id FROM caliban_jobs j WHERE j.id IN ({JobsOfGroup})",
            reader => reader.Number(0),
            ("group", group)).ConfigureAwait(false));
        var jobs = 0;
        foreach (var deletion in Deletions)
        {
            var deleted = await session.ExecuteAsync(deletion, ("group", group)).ConfigureAwait(false);
            jobs = deletion.StartsWith("DELETE FROM caliban_jobs", StringComparison.Ordinal) ? deleted : jobs;
        }

        await session.ExecuteAsync(
            """
            DELETE FROM caliban_images
            WHERE id IN (SELECT id FROM given) AND NOT EXISTS (SELECT 1 FROM caliban_runs r WHERE r.image_id = caliban_images.id)
            """,
            images).ConfigureAwait(false);
        await session.ExecuteAsync(
            """
            DELETE FROM caliban_fingerprints
            WHERE id IN (SELECT id FROM given) AND NOT EXISTS (SELECT 1 FROM caliban_jobs j WHERE j.fingerprint_id = caliban_fingerprints.id)
            """,
            fingerprints).ConfigureAwait(false);
        return jobs;
    }

    private static Task<long?> IdAsync(DatabaseSession session, string user, string name) => session.NumberAsync(
        "SELECT g.id FROM caliban_groups g WHERE g.user_name = @user AND g.name = @name", ("user", user), ("name", name));
}
