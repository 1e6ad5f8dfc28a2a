using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.History.Databases;
using Caliban.Core.History.Locations;
using Caliban.Core.History.Schema;
using Caliban.Testing;

namespace Caliban.Core.Tests.History;

/// <summary>A history that is made, brought forward, or refused.</summary>
public abstract class SchemaTests : IAsyncLifetime
{
    private static readonly string[] Next = [.. SchemaScripts.All, "CREATE TABLE caliban_next (id {identity}); INSERT INTO caliban_next (id) VALUES (7)"];

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public virtual Task DisposeAsync() => Task.CompletedTask;

    private protected abstract Task<HistoryDatabase> ConnectAsync();

    [HistoryFact]
    public async Task An_older_history_is_brought_forward_with_all_it_holds()
    {
        string id;
        await using (var older = await OpenAsync(SchemaScripts.All))
        {
            id = older.StoreId;
            await older.BeginRunAsync(Given.Run("r1"), Given.Image, Given.Experiments(3), Given.Nothing, skipCompleted: false, default);
        }

        var database = await ConnectAsync();
        await using var newer = await HistoryStore.OpenAsync(database, Next, default);

        Assert.Equal(id, newer.StoreId);
        Assert.Equal(3, (await newer.JobsAsync(new JobQuery(), default)).Count);
        Assert.Equal(7, await database.ReadAsync(session => session.NumberAsync("SELECT id FROM caliban_next"), default));
    }

    [HistoryFact]
    public async Task A_history_of_before_there_were_remote_jobs_keeps_its_rows_and_takes_new_ones()
    {
        await using (await OpenAsync([SchemaScripts.All[0]]))
        {
        }

        var before = await ConnectAsync();
        await before.WriteAsync(session => session.ExecuteAsync(RowsOfSchema1), default);
        await before.CloseAsync();

        await using var history = await OpenAsync(SchemaScripts.All);
        var old = Assert.Single(await history.JobsAsync(new JobQuery { Group = "g", User = "ann", States = [JobState.Failed] }, default));
        Assert.Equal((1L, 5, "", false, "docker", "why"), (old.Id, old.ExitCode!.Value, old.Resource, old.IsRemote, old.Backend, old.Detail));
        Assert.Equal([JobState.Planned, JobState.Failed], (await history.EventsAsync(1, default)).Select(step => step.State));
        Assert.Empty(await history.JobsAsync(new JobQuery { Host = "beta", AndRemote = true }, default));

        var added = (await history.BeginRunAsync(Given.Run("r2"), Given.Image, [Given.Experiment(1)], Given.Nothing, skipCompleted: false, default))[0].Job;
        await history.ClaimAllAsync([Given.Claim(added, "r2") with { Resource = "projects/p/locations/r" }], default);
        Assert.Equal(added, Assert.Single(await history.JobsAsync(new JobQuery { Host = "beta", AndRemote = true }, default)).Id);
    }

    [HistoryFact]
    public async Task A_newer_history_is_refused()
    {
        await using (await OpenAsync(Next))
        {
        }

        var refused = await Assert.ThrowsAsync<DiagnosticException>(() => OpenAsync(SchemaScripts.All));

        Assert.Equal("CAL7007", refused.Diagnostics[0].Descriptor.Code);
        await using var newer = await OpenAsync(Next);
        Assert.Matches("^[0-9a-f]{8}$", newer.StoreId);
    }

    [HistoryFact]
    public async Task A_step_forward_that_fails_leaves_the_history_as_it_was()
    {
        await using (await OpenAsync(SchemaScripts.All))
        {
        }

        await Assert.ThrowsAsync<DiagnosticException>(() => OpenAsync([.. Next, "CREATE TABLE caliban_next (id BIGINT)"]));

        await using var same = await OpenAsync(SchemaScripts.All);
        Assert.Empty(await same.JobsAsync(new JobQuery(), default));
    }

    [HistoryFact]
    public async Task Eight_first_uses_at_once_make_one_history()
    {
        using var start = new Barrier(8);
        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            async () =>
            {
                start.SignalAndWait();
                await using var history = await OpenAsync(Next);
                return history.StoreId;
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()));

        Assert.Single(ids.Distinct());
    }

    // Written out, since the code that wrote them is gone.
    private const string RowsOfSchema1 =
        """
        INSERT INTO caliban_groups (user_name, name, created_at) VALUES ('ann', 'g', 1);
        INSERT INTO caliban_images (identity, reference, digest, inputs) VALUES ('img-1', 'caliban:img-1', 'sha256:1', '{}');
        INSERT INTO caliban_fingerprints (hash, schema, image, command, arguments, environment, hardware) VALUES ('h', 1, 'img-1', 'c', 'a', '', 'cpu');
        INSERT INTO caliban_experiments (group_id, key, label, command, arguments) VALUES (1, 'k', 'x=1', 'trainer.train', '["--x","1"]');
        INSERT INTO caliban_runs (name, group_id, image_id, host, process_id, process_start, started_at, heartbeat_at, ended_at,
            project, project_file, git_commit, uncommitted_hash, project_hash, sdk_version)
        VALUES ('r1', 1, 1, 'alpha', 1, 's', 1, 1, 9, 'p', '/p.csproj', '', '', '', '');
        INSERT INTO caliban_jobs (run_id, experiment_id, fingerprint_id, attempt, state, host, created_at, claimed_by, backend, exit_code, detail, ended_at)
        VALUES (1, 1, 1, 1, 5, 'alpha', 1, 1, 'docker', 5, 'why', 9);
        INSERT INTO caliban_job_events (job_id, at, state, detail) VALUES (1, 9, 5, 'why');
        """;

    private async Task<IHistory> OpenAsync(IReadOnlyList<string> scripts) =>
        await HistoryStore.OpenAsync(await ConnectAsync(), scripts, default);
}

public sealed class SqliteSchemaTests : SchemaTests, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private protected override Task<HistoryDatabase> ConnectAsync() =>
        SqliteDatabase.OpenAsync(Path.Combine(_folder.Path, "x.db"), "x.db", SourceLocation.None, default);

    public void Dispose() => _folder.Dispose();
}

public sealed class PostgresSchemaTests : SchemaTests
{
    private string _url = "";

    public override async Task InitializeAsync()
    {
        var server = await PostgresServer.SharedAsync();
        _url = server.AddressOf(await server.CreateDatabaseAsync());
    }

    private protected override Task<HistoryDatabase> ConnectAsync()
    {
        var location = Assert.IsType<HistoryLocation.Server>(HistoryLocation.Find("", _ => _url, SourceLocation.None));
        return Task.FromResult(PostgresDatabase.Open(location.Url, SourceLocation.None));
    }
}
