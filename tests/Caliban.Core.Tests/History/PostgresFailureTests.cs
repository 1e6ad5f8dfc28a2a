using System.Globalization;
using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Testing;

namespace Caliban.Core.Tests.History;

/// <summary>Servers that cannot be used, each with its code; no message holds the password.</summary>
public sealed class PostgresFailureTests : IAsyncLifetime
{
    private PostgresServer _server = null!;
    private string _database = "";

    public async Task InitializeAsync()
    {
        if (PostgresFactAttribute.Missing is null)
        {
            _server = await PostgresServer.SharedAsync();
            _database = await _server.CreateDatabaseAsync();
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_server_that_is_not_there_is_named_without_the_password()
    {
        var message = await RefusedAsync("CAL7008", "postgresql://ann:s3cret@127.0.0.1:1/team");

        Assert.Contains("postgresql://ann@127.0.0.1:1/team", message);
        Assert.Contains("efused", message);
    }

    [Fact]
    public async Task A_host_without_an_address_is_no_server() => await RefusedAsync("CAL7008", "postgresql://ann:s3cret@host.invalid/team");

    [Fact]
    public async Task A_parameter_that_is_not_known_is_named() =>
        Assert.Contains("'sslmoed'", await RefusedAsync("CAL7011", "postgresql://ann:s3cret@127.0.0.1/team?sslmoed=require"));

    [PostgresFact]
    public async Task A_wrong_password_is_refused_by_the_server()
    {
        Assert.Contains("postgres", await RefusedAsync("CAL7009", Url("postgres:s3cret")));
        await RefusedAsync("CAL7009", Url("nobody:s3cret"));
    }

    [PostgresFact]
    public async Task A_database_that_does_not_exist_is_not_made() => await RefusedAsync("CAL7010", _server.AddressOf("missing"));

    [PostgresFact]
    public async Task TLS_is_not_done_without_when_it_is_asked_for() =>
        await RefusedAsync("CAL7008", $"{_server.AddressOf(_database)}?sslmode=require");

    [PostgresFact]
    public async Task A_user_who_may_not_create_tables_is_told_so()
    {
        await _server.ExecuteAsync(_database, $"CREATE ROLE guest_{_database} LOGIN PASSWORD 's3cret'; REVOKE CREATE ON SCHEMA public FROM PUBLIC");

        await RefusedAsync("CAL7015", Url($"guest_{_database}:s3cret"));
    }

    [PostgresFact]
    public async Task A_server_that_only_reads_is_refused_before_anything_is_done()
    {
        await _server.ExecuteAsync(_database, $"ALTER DATABASE {_database} SET default_transaction_read_only = on");

        await RefusedAsync("CAL7003", _server.AddressOf(_database));
    }

    [PostgresFact]
    public async Task A_table_of_the_same_name_is_no_history()
    {
        await _server.ExecuteAsync(_database, "CREATE TABLE caliban_history (schema_version BIGINT, store_id TEXT)");

        await RefusedAsync("CAL7006", _server.AddressOf(_database));
    }

    [PostgresFact]
    public async Task A_connection_that_the_server_ended_is_made_again()
    {
        await using var history = await OpenAsync(_server.AddressOf(_database));
        await history.BeginRunAsync(Given.Run("r1"), Given.Image, Given.Experiments(2), Given.Nothing, skipCompleted: false, default);

        await _server.ExecuteAsync("postgres", $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_database}'");

        Assert.Equal(2, (await history.JobsAsync(new JobQuery(), default)).Count);
    }

    [PostgresFact]
    public async Task Text_with_a_zero_in_it_is_kept_without_it()
    {
        await using var history = await OpenAsync(_server.AddressOf(_database));
        var experiment = Given.Experiment(1) with { Label = "a\0b", Arguments = ["a\0b"] };
        await history.BeginRunAsync(Given.Run("r1"), Given.Image, [experiment], Given.Nothing, skipCompleted: false, default);

        var job = Assert.Single(await history.JobsAsync(new JobQuery(), default));
        Assert.Equal(("a\uFFFDb", "a\0b"), (job.Label, Assert.Single(job.Arguments)));
    }

    private string Url(string login) => string.Create(CultureInfo.InvariantCulture, $"postgresql://{login}@127.0.0.1:{_server.Port}/{_database}");

    private static Task<IHistory> OpenAsync(string url) =>
        HistoryStore.OpenAsync("", name => name == "CALIBAN_DB_URL" ? url : null, SourceLocation.None, default);

    private static async Task<string> RefusedAsync(string code, string url)
    {
        var exception = await Assert.ThrowsAsync<DiagnosticException>(() => OpenAsync(url));
        var diagnostic = Assert.Single(exception.Diagnostics);
        Assert.Equal(code, diagnostic.Descriptor.Code);
        Assert.DoesNotContain("s3cret", exception.Message);
        return diagnostic.Message;
    }
}
