using System.Globalization;
using Caliban.Testing;

namespace Caliban.Benchmarks.Measuring;

/// <summary>Databases of a server on this machine, which ends with this program.</summary>
internal sealed class PostgresStorage(PostgresServer server) : HistoryStorage
{
    private const string Maintenance = "postgres";

    private int _copies;

    public override string Name => "PostgreSQL";

    public override async Task<string> CreateAsync() => server.AddressOf(await server.CreateDatabaseAsync());

    public override async Task ExecuteAsync(string address, string sql) => await server.ExecuteAsync(DatabaseOf(address), sql);

    public override async Task<string> CopyAsync(string address)
    {
        var copy = string.Create(CultureInfo.InvariantCulture, $"copy{++_copies}");
        await server.ExecuteAsync(Maintenance, $"CREATE DATABASE {copy} TEMPLATE {DatabaseOf(address)}");
        return server.AddressOf(copy);
    }

    public override async Task DeleteAsync(string address) =>
        await server.ExecuteAsync(Maintenance, $"DROP DATABASE {DatabaseOf(address)} WITH (FORCE)");

    private static string DatabaseOf(string address) => address[(address.LastIndexOf('/') + 1)..];
}
