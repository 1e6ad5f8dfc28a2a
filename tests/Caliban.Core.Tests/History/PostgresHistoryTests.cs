using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Testing;

namespace Caliban.Core.Tests.History;

/// <summary>The history on a server.</summary>
public sealed class PostgresHistoryTests : HistoryContract
{
    private string _url = "";

    public override async Task InitializeAsync()
    {
        var server = await PostgresServer.SharedAsync();
        _url = server.Address(await server.CreateDatabaseAsync());
        await base.InitializeAsync();
    }

    private protected override Task<IHistory> OpenAsync() =>
        HistoryStore.OpenAsync("", name => name == "CALIBAN_DB_URL" ? _url : null, SourceLocation.None, default);
}
