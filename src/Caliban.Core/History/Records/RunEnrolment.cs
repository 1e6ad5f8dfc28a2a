using Caliban.Core.History.Databases;

namespace Caliban.Core.History.Records;

/// <summary>The beginning of a run: what becomes of each experiment that it wants.</summary>
internal static class RunEnrolment
{
    public static async Task<IReadOnlyList<Enrolment>> BeginAsync(
        DatabaseSession session,
        RecordedRun run,
        RecordedImage image,
        IReadOnlyList<WantedExperiment> wanted,
        IReadOnlyDictionary<string, long> adoptable,
        bool skipCompleted)
    {
        await session.LockAsync($"group {run.User}\n{run.Group}").ConfigureAwait(false);
        await session.PreferIndexesAsync().ConfigureAwait(false);
        var groupId = await GroupRecords.EnsureAsync(session, run).ConfigureAwait(false);
        var imageId = await ImageRecords.EnsureAsync(session, image).ConfigureAwait(false);
        var live = await LiveJobsAsync(session, groupId).ConfigureAwait(false);
        var done = run.ContinuesGroup ? await SucceededJobsAsync(session, groupId).ConfigureAwait(false) : [];
        var runId = await RunRecords.AddAsync(session, run, groupId, imageId).ConfigureAwait(false);
        var precedents = await PrecedentSearch.FindAsync(session, wanted).ConfigureAwait(false);

        var enrolments = new Enrolment?[wanted.Count];
        var firsts = new Dictionary<string, int>(wanted.Count, StringComparer.Ordinal);
        var planned = new List<int>();
        for (var index = 0; index < wanted.Count; index++)
        {
            var experiment = wanted[index];
            var isFirst = firsts.TryAdd(experiment.Key, index);
            enrolments[index] = !isFirst ? null
                : adoptable.TryGetValue(experiment.Fingerprint.Hash, out var job)
                    ? await AdoptAsync(session, run, job, precedents[index]).ConfigureAwait(false)
                : Existing(experiment, precedents[index], live, done, skipCompleted);
            if (isFirst && enrolments[index] is null)
            {
                planned.Add(index);
            }
        }

        var experiments = await ExperimentRecords.EnsureAsync(session, groupId, wanted, firsts).ConfigureAwait(false);
        var fingerprints = await FingerprintRecords.EnsureAsync(session, [.. planned.Select(index => wanted[index].Fingerprint)]).ConfigureAwait(false);
        var numbers = await PlanAsync(
            session,
            run,
            runId,
            [.. planned.Select(index => (experiments[wanted[index].Key], fingerprints[wanted[index].Fingerprint.Hash]))]).ConfigureAwait(false);
        for (var position = 0; position < planned.Count; position++)
        {
            enrolments[planned[position]] = new Enrolment(EnrolmentKind.Planned, numbers[position], precedents[planned[position]]);
        }

        return [.. enrolments.Select((enrolment, index) => enrolment ?? SameAs(enrolments[firsts[wanted[index].Key]]!))];
    }

    /// <summary>Without a new job; null when it needs one.</summary>
    private static Enrolment? Existing(
        WantedExperiment experiment, Precedent precedent, Dictionary<string, long> live, Dictionary<string, long> done, bool skipCompleted)
    {
        if (skipCompleted && (precedent.Succeeded ?? precedent.SucceededInOtherSchema) is { } succeeded)
        {
            return new Enrolment(EnrolmentKind.UpToDate, succeeded, precedent);
        }

        return done.TryGetValue(experiment.Fingerprint.Hash, out var before) ? new Enrolment(EnrolmentKind.UpToDate, before, precedent) : live.TryGetValue(experiment.Fingerprint.Hash, out var job) ? new Enrolment(EnrolmentKind.Joined, job, precedent) : null;
    }

    // Somebody who was faster follows it; its result is waited for.
    private static async Task<Enrolment> AdoptAsync(DatabaseSession session, RecordedRun run, long job, Precedent precedent) => new(
        await JobSteps.AdoptAsync(session, job, run.Id).ConfigureAwait(false) ? EnrolmentKind.Adopted : EnrolmentKind.Joined, job, precedent);

    private static Enrolment SameAs(Enrolment first) =>
        first.Kind is EnrolmentKind.Planned or EnrolmentKind.Adopted ? first with { Kind = EnrolmentKind.Joined } : first;

    /// <summary>The jobs of runs that live, by the hash of their fingerprint: unfinished ones before others, newer before older.</summary>
    private static async Task<Dictionary<string, long>> LiveJobsAsync(DatabaseSession session, long groupId)
    {
        var jobs = await session.QueryAsync(
            $"""
            SELECT f.hash, j.id
            FROM caliban_runs r
            JOIN caliban_jobs j ON j.run_id = r.id
            JOIN caliban_fingerprints f ON f.id = j.fingerprint_id
            WHERE r.group_id = @group AND r.ended_at IS NULL
            ORDER BY CASE WHEN j.state < {(int)JobState.Succeeded} THEN 1 ELSE 0 END, j.id
            """,
            reader => (Hash: reader.Text(0), Job: reader.Number(1)),
            ("group", groupId)).ConfigureAwait(false);
        var newest = new Dictionary<string, long>(jobs.Count, StringComparer.Ordinal);
        foreach (var (hash, job) in jobs)
        {
            newest[hash] = job;
        }

        return newest;
    }

    /// <summary>The jobs of a group that succeeded, by the hash of their fingerprint; the newest of each.</summary>
    private static async Task<Dictionary<string, long>> SucceededJobsAsync(DatabaseSession session, long groupId)
    {
        var jobs = await session.QueryAsync(
            $"""
            SELECT f.hash, MAX(j.id)
            FROM caliban_runs r
            JOIN caliban_jobs j ON j.run_id = r.id
            JOIN caliban_fingerprints f ON f.id = j.fingerprint_id
            WHERE r.group_id = @group AND j.state = {(int)JobState.Succeeded}
            GROUP BY f.hash
            """,
            reader => (Hash: reader.Text(0), Job: reader.Number(1)),
            ("group", groupId)).ConfigureAwait(false);
        return jobs.ToDictionary(row => row.Hash, row => row.Job, StringComparer.Ordinal);
    }

    /// <returns>The numbers of the new jobs, in the order of the experiments.</returns>
    private static async Task<List<long>> PlanAsync(
        DatabaseSession session, RecordedRun run, long runId, IReadOnlyList<(long Experiment, long Fingerprint)> jobs)
    {
        var numbers = new List<long>(jobs.Count);
        foreach (var part in jobs.Chunk(Chunks.Size))
        {
            var rows = new Rows()
                .Add("experiment_id", part.Select(job => job.Experiment))
                .Add("fingerprint_id", part.Select(job => job.Fingerprint))
                .Add("place", part.Select((_, place) => (long)place));
            var added = await session.QueryAsync(
                $"""
                INSERT INTO caliban_jobs (run_id, experiment_id, fingerprint_id, attempt, state, host, created_at)
                SELECT @run, experiment_id, fingerprint_id, 1, {(int)JobState.Planned}, @host, @at FROM given ORDER BY place
                RETURNING experiment_id, id
                """,
                rows,
                reader => (Experiment: reader.Number(0), Job: reader.Number(1)),
                ("run", runId),
                ("host", run.Host),
                ("at", run.StartedAt)).ConfigureAwait(false);
            // In which order the rows come back is not promised; an experiment has one of them
            var byExperiment = added.ToDictionary(row => row.Experiment, row => row.Job);
            numbers.AddRange(part.Select(job => byExperiment[job.Experiment]));
        }

        return numbers;
    }
}
