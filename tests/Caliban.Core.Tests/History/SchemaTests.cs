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
