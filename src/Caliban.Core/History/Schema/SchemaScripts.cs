namespace Caliban.Core.History.Schema;

/// <summary>
/// The form of the history, step by step: script n makes version n out of version n - 1, and is never changed once it is
/// released. <c>{identity}</c> stands for the type of numbers that are given by the database. Times are milliseconds since
/// 1970. All tables begin with <c>caliban_</c>, since google/caliban has some of its own at the same addresses.
/// </summary>
internal static class SchemaScripts
{
    public static IReadOnlyList<string> All { get; } = [First, RemoteResources];

    // Jobs are deleted before their runs, so claimed_by is no foreign key.
    // The hash of a fingerprint and the key of an experiment stand in one row each, however often they run.
    private const string First =
        """
        CREATE TABLE caliban_groups (
            id {identity},
            user_name TEXT NOT NULL,
            name TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            UNIQUE (name, user_name)
        );
        CREATE INDEX caliban_groups_by_user ON caliban_groups (user_name);

        CREATE TABLE caliban_experiments (
            id {identity},
            group_id BIGINT NOT NULL REFERENCES caliban_groups (id),
            key TEXT NOT NULL,
            label TEXT NOT NULL,
            command TEXT NOT NULL,
            arguments TEXT NOT NULL,
            UNIQUE (group_id, key)
        );
        CREATE INDEX caliban_experiments_by_key ON caliban_experiments (key);

        CREATE TABLE caliban_images (
            id {identity},
            identity TEXT NOT NULL UNIQUE,
            reference TEXT NOT NULL,
            digest TEXT NOT NULL,
            inputs TEXT NOT NULL
        );

        CREATE TABLE caliban_fingerprints (
            id {identity},
            hash TEXT NOT NULL UNIQUE,
            schema BIGINT NOT NULL,
            image TEXT NOT NULL,
            command TEXT NOT NULL,
            arguments TEXT NOT NULL,
            environment TEXT NOT NULL,
            hardware TEXT NOT NULL
        );
        CREATE INDEX caliban_fingerprints_by_schema ON caliban_fingerprints (schema);

        CREATE TABLE caliban_runs (
            id {identity},
            name TEXT NOT NULL UNIQUE,
            group_id BIGINT NOT NULL REFERENCES caliban_groups (id),
            image_id BIGINT NOT NULL REFERENCES caliban_images (id),
            host TEXT NOT NULL,
            process_id BIGINT NOT NULL,
            process_start TEXT NOT NULL,
            started_at BIGINT NOT NULL,
            heartbeat_at BIGINT NOT NULL,
            ended_at BIGINT,
            project TEXT NOT NULL,
            project_file TEXT NOT NULL,
            git_commit TEXT NOT NULL,
            uncommitted_hash TEXT NOT NULL,
            project_hash TEXT NOT NULL,
            sdk_version TEXT NOT NULL
        );
        CREATE INDEX caliban_runs_by_group ON caliban_runs (group_id);
        CREATE INDEX caliban_runs_by_image ON caliban_runs (image_id);
        CREATE INDEX caliban_runs_open ON caliban_runs (group_id) WHERE ended_at IS NULL;

        CREATE TABLE caliban_jobs (
            id {identity},
            run_id BIGINT NOT NULL REFERENCES caliban_runs (id),
            experiment_id BIGINT NOT NULL REFERENCES caliban_experiments (id),
            fingerprint_id BIGINT NOT NULL REFERENCES caliban_fingerprints (id),
            attempt BIGINT NOT NULL,
            state BIGINT NOT NULL,
            host TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            claimed_by BIGINT,
            backend TEXT NOT NULL DEFAULT '',
            remote_name TEXT NOT NULL DEFAULT '',
            process_id BIGINT,
            process_start TEXT,
            devices TEXT NOT NULL DEFAULT '[]',
            exit_code BIGINT,
            log_path TEXT NOT NULL DEFAULT '',
            link TEXT NOT NULL DEFAULT '',
            detail TEXT NOT NULL DEFAULT '',
            submitted_at BIGINT,
            started_at BIGINT,
            ended_at BIGINT
        );
        CREATE INDEX caliban_jobs_by_run ON caliban_jobs (run_id);
        CREATE INDEX caliban_jobs_by_claim ON caliban_jobs (claimed_by);
        CREATE INDEX caliban_jobs_by_experiment ON caliban_jobs (experiment_id, fingerprint_id);
        CREATE INDEX caliban_jobs_by_fingerprint ON caliban_jobs (fingerprint_id, state);
        CREATE INDEX caliban_jobs_by_state ON caliban_jobs (state, host);

        CREATE TABLE caliban_job_events (
            id {identity},
            job_id BIGINT NOT NULL REFERENCES caliban_jobs (id),
            at BIGINT NOT NULL,
            state BIGINT NOT NULL,
            detail TEXT NOT NULL
        );
        CREATE INDEX caliban_job_events_by_job ON caliban_job_events (job_id);

        CREATE TABLE caliban_metric_series (
            id {identity},
            job_id BIGINT NOT NULL REFERENCES caliban_jobs (id),
            name TEXT NOT NULL,
            last_value DOUBLE PRECISION,
            last_step BIGINT,
            last_at BIGINT NOT NULL,
            UNIQUE (job_id, name)
        );

        CREATE TABLE caliban_metrics (
            id {identity},
            series_id BIGINT NOT NULL REFERENCES caliban_metric_series (id),
            value DOUBLE PRECISION,
            step BIGINT,
            at BIGINT NOT NULL
        );
        CREATE INDEX caliban_metrics_by_series ON caliban_metrics (series_id);
        """;

    // Jobs that run elsewhere have an address there. No query asks by claim.
    private const string RemoteResources =
        """
        ALTER TABLE caliban_jobs ADD COLUMN resource TEXT NOT NULL DEFAULT '';
        DROP INDEX caliban_jobs_by_claim;
        """;
}
