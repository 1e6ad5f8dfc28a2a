using System.Data.Common;
using Caliban.Core.History.Databases;
using Caliban.Core.Processes;

namespace Caliban.Core.History.Records;

/// <summary>Runs: added, kept alive, ended.</summary>
internal static class RunRecords
{
    /// <returns>Its number in the database.</returns>
    public static async Task<long> AddAsync(DatabaseSession session, RecordedRun run, long groupId, long imageId)
    {
        var added = await session.NumberAsync(
            """
            INSERT INTO caliban_runs (name, group_id, image_id, host, process_id, process_start, started_at, heartbeat_at, ended_at,
                project, project_file, git_commit, uncommitted_hash, project_hash, sdk_version)
            VALUES (@name, @group, @image, @host, @process, @start, @at, @at, NULL,
                @project, @file, @commit, @uncommitted, @hash, @version)
            RETURNING id
            """,
            ("name", run.Id),
            ("group", groupId),
            ("image", imageId),
            ("host", run.Host),
            ("process", run.Process.Id),
            ("start", run.Process.StartTime),
            ("at", run.StartedAt),
            ("project", run.Project),
            ("file", run.ProjectFile),
            ("commit", run.Lineage.Commit),
            ("uncommitted", run.Lineage.UncommittedHash),
            ("hash", run.Lineage.ProjectHash),
            ("version", run.Lineage.SdkVersion)).ConfigureAwait(false);
        return added!.Value;
    }

    public static Task<int> HeartbeatAsync(DatabaseSession session, string run, DateTimeOffset at) => session.ExecuteAsync(
        "UPDATE caliban_runs SET heartbeat_at = @at WHERE name = @name AND heartbeat_at < @at", ("at", at), ("name", run));

    /// <summary>Ends a run, and stops what is still planned for it.</summary>
    public static async Task<int> EndAsync(DatabaseSession session, string run, DateTimeOffset at)
    {
        var planned = $"state = {(int)JobState.Planned} AND run_id = (SELECT r.id FROM caliban_runs r WHERE r.name = @name)";
        await session.ExecuteAsync(
            $"""
            INSERT INTO caliban_job_events (job_id, at, state, detail)
            SELECT id, @at, {(int)JobState.Stopped}, @detail FROM caliban_jobs WHERE {planned} ORDER BY id
            """,
            ("at", at),
            ("detail", RecordedJob.NeverStarted),
            ("name", run)).ConfigureAwait(false);
        await session.ExecuteAsync(
            $"UPDATE caliban_jobs SET state = {(int)JobState.Stopped}, ended_at = @at, detail = @detail WHERE {planned}",
            ("at", at),
            ("detail", RecordedJob.NeverStarted),
            ("name", run)).ConfigureAwait(false);
        return await session.ExecuteAsync(
            "UPDATE caliban_runs SET ended_at = @at WHERE name = @name AND ended_at IS NULL", ("at", at), ("name", run)).ConfigureAwait(false);
    }

    public static Task<List<RecordedRun>> OpenAsync(DatabaseSession session) => session.QueryAsync(
        """
        SELECT r.name, g.name, g.user_name, r.host, r.process_id, r.process_start, r.started_at, r.heartbeat_at, r.ended_at,
            r.project, r.project_file, r.git_commit, r.uncommitted_hash, r.project_hash, r.sdk_version
        FROM caliban_runs r
        JOIN caliban_groups g ON g.id = r.group_id
        WHERE r.ended_at IS NULL
        ORDER BY r.id
        """,
        Read);

    private static RecordedRun Read(DbDataReader reader) => new()
    {
        Id = reader.Text(0),
        Group = reader.Text(1),
        User = reader.Text(2),
        Host = reader.Text(3),
        Process = new ProcessIdentity((int)reader.Number(4), reader.Text(5)),
        StartedAt = reader.Time(6),
        HeartbeatAt = reader.Time(7),
        EndedAt = reader.TimeOrNull(8),
        Project = reader.Text(9),
        ProjectFile = reader.Text(10),
        Lineage = new Lineage(reader.Text(11), reader.Text(12), reader.Text(13), reader.Text(14)),
    };
}
