using Caliban.Core.History.Databases;

namespace Caliban.Core.History.Records;

/// <summary>The steps of jobs: taken, moved on, tried again.</summary>
internal static class JobSteps
{
    public static async Task<ClaimResult> ClaimAsync(DatabaseSession session, Claim claim)
    {
        if (claim.DeviceCount > 0)
        {
            await session.LockAsync($"devices {claim.Host}").ConfigureAwait(false);
        }

        var state = await session.NumberAsync(
            $"SELECT j.state FROM caliban_jobs j WHERE j.id = @job{session.Database.ForUpdate}", ("job", claim.Job)).ConfigureAwait(false);
        if (state != (long)JobState.Planned)
        {
            return new ClaimResult(ClaimOutcome.Taken, []);
        }

        var devices = claim.DeviceCount == 0 ? [] : await ChooseDevicesAsync(session, claim).ConfigureAwait(false);
        if (devices.Count < claim.DeviceCount)
        {
            return new ClaimResult(ClaimOutcome.NoDevices, []);
        }

        await session.ExecuteAsync(
            $"""
            UPDATE caliban_jobs SET state = {(int)JobState.Submitting}, claimed_by = (SELECT r.id FROM caliban_runs r WHERE r.name = @run),
                host = @host, backend = @backend, remote_name = @remote, log_path = @log, resource = @resource, devices = @devices, submitted_at = @at
            WHERE id = @job
            """,
            ("run", claim.RunId),
            ("host", claim.Host),
            ("backend", claim.Backend),
            ("remote", claim.RemoteName),
            ("log", claim.LogPath),
            ("resource", claim.Resource),
            ("devices", JsonTexts.Write(devices)),
            ("at", claim.At),
            ("job", claim.Job)).ConfigureAwait(false);
        await AddEventAsync(session, claim.Job, claim.At, JobState.Submitting, $"{claim.Backend} {claim.RemoteName}").ConfigureAwait(false);
        return new ClaimResult(ClaimOutcome.Claimed, devices);
    }

    /// <returns>One for each claim, in their order.</returns>
    public static async Task<IReadOnlyList<ClaimResult>> ClaimAllAsync(DatabaseSession session, IReadOnlyList<Claim> claims)
    {
        var results = new List<ClaimResult>(claims.Count);
        foreach (var claim in claims)
        {
            results.Add(await ClaimAsync(session, claim).ConfigureAwait(false));
        }

        return results;
    }

    /// <returns>For each step whether it was written, in their order.</returns>
    public static async Task<IReadOnlyList<bool>> RecordAllAsync(DatabaseSession session, IReadOnlyList<(long Job, JobChange Change)> steps)
    {
        var written = new List<bool>(steps.Count);
        foreach (var (job, change) in steps)
        {
            written.Add(await RecordAsync(session, job, change).ConfigureAwait(false));
        }

        return written;
    }

    /// <summary>Takes over a job that is active and whose run has ended.</summary>
    public static async Task<bool> AdoptAsync(DatabaseSession session, long job, string run) => await session.ExecuteAsync(
        $"""
        UPDATE caliban_jobs SET claimed_by = (SELECT r.id FROM caliban_runs r WHERE r.name = @run)
        WHERE id = @job AND state IN ({(int)JobState.Submitting}, {(int)JobState.Submitted}, {(int)JobState.Running})
            AND claimed_by IN (SELECT r.id FROM caliban_runs r WHERE r.ended_at IS NOT NULL)
        """,
        ("run", run),
        ("job", job)).ConfigureAwait(false) > 0;

    public static async Task<bool> RecordAsync(DatabaseSession session, long job, JobChange change)
    {
        var started = change.StartedAt ?? (change.State == JobState.Running ? change.At : null);
        var changed = await session.ExecuteAsync(
            $"""
            UPDATE caliban_jobs SET
                state = @state,
                exit_code = COALESCE(@exit, exit_code),
                process_id = COALESCE(@process, process_id),
                process_start = COALESCE(@start, process_start),
                resource = COALESCE(@resource, resource),
                link = COALESCE(@link, link),
                detail = COALESCE(@detail, detail),
                submitted_at = COALESCE(submitted_at, @submitted),
                started_at = COALESCE(started_at, @started),
                ended_at = COALESCE(ended_at, @ended)
            WHERE id = @job AND state < {(int)JobState.Succeeded}
            """,
            ("state", change.State),
            ("exit", (long?)change.ExitCode),
            ("process", (long?)change.Process?.Id),
            ("start", change.Process?.StartTime),
            ("resource", change.Resource),
            ("link", change.Link),
            ("detail", change.Detail),
            ("submitted", change.State is JobState.Submitting or JobState.Submitted ? change.At : null),
            ("started", started),
            ("ended", change.State.IsFinal() ? change.At : null),
            ("job", job)).ConfigureAwait(false);
        if (changed == 0)
        {
            return false;
        }

        await AddEventAsync(session, job, change.At, change.State, change.Detail ?? "").ConfigureAwait(false);
        return true;
    }

    /// <exception cref="InvalidOperationException">The job has not ended, or is unknown.</exception>
    public static async Task<long> PlanRetryAsync(DatabaseSession session, long job, string run, DateTimeOffset at)
    {
        var added = await session.NumberAsync(
            $"""
            INSERT INTO caliban_jobs (run_id, experiment_id, fingerprint_id, attempt, state, host, created_at)
            SELECT r.id, j.experiment_id, j.fingerprint_id, j.attempt + 1, {(int)JobState.Planned}, r.host, @at
            FROM caliban_jobs j, caliban_runs r
            WHERE j.id = @job AND j.state >= {(int)JobState.Succeeded} AND r.name = @run
            RETURNING id
            """,
            ("at", at),
            ("job", job),
            ("run", run)).ConfigureAwait(false);
        return added ?? throw new InvalidOperationException($"Job {job} has not ended, or run {run} is unknown.");
    }

    public static async Task<IReadOnlyList<JobEvent>> EventsAsync(DatabaseSession session, long job)
    {
        var planned = await session.QueryAsync(
            "SELECT j.created_at FROM caliban_jobs j WHERE j.id = @job",
            reader => new JobEvent(job, reader.Time(0), JobState.Planned, ""),
            ("job", job)).ConfigureAwait(false);
        var steps = await session.QueryAsync(
            "SELECT v.at, v.state, v.detail FROM caliban_job_events v WHERE v.job_id = @job ORDER BY v.id",
            reader => new JobEvent(job, reader.Time(0), (JobState)reader.Number(1), reader.Text(2)),
            ("job", job)).ConfigureAwait(false);
        return [.. planned, .. steps];
    }

    private static Task<int> AddEventAsync(DatabaseSession session, long job, DateTimeOffset at, JobState state, string detail) =>
        session.ExecuteAsync(
            "INSERT INTO caliban_job_events (job_id, at, state, detail) VALUES (@job, @at, @state, @detail)",
            ("job", job),
            ("at", at),
            ("state", state),
            ("detail", detail));

    /// <summary>The least used of those that are not used too often; of the same use, the preferred ones.</summary>
    private static async Task<IReadOnlyList<string>> ChooseDevicesAsync(DatabaseSession session, Claim claim)
    {
        var taken = await session.QueryAsync(
            "SELECT j.devices FROM caliban_jobs j WHERE j.state IN (1, 2, 3) AND j.host = @host",
            reader => JsonTexts.ReadList(reader.Text(0)),
            ("host", claim.Host)).ConfigureAwait(false);
        var uses = taken.SelectMany(devices => devices).CountBy(device => device, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return
        [
            .. claim.Devices
                .Where(device => uses.GetValueOrDefault(device) < claim.JobsPerDevice)
                .OrderBy(device => uses.GetValueOrDefault(device))
                .Take(claim.DeviceCount),
        ];
    }
}
