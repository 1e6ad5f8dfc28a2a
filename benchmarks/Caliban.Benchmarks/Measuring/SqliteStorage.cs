using Microsoft.Data.Sqlite;

namespace Caliban.Benchmarks.Measuring;

/// <summary>Files in the workspace.</summary>
internal sealed class SqliteStorage(Workspace workspace) : HistoryStorage
{
    public override string Name => "SQLite";

    public override bool HasPeer => true;

    public override Task<string> CreateAsync() => Task.FromResult(NewFile());

    /// <summary>The history has been opened before in this process, which chooses the native SQLite.</summary>
    public override async Task ExecuteAsync(string address, string sql)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = address, Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of this program
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    public override Task<string> CopyAsync(string address)
    {
        var copy = NewFile();
        File.Copy(address, copy);
        return Task.FromResult(copy);
    }

    public override Task DeleteAsync(string address)
    {
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(address)!, $"{Path.GetFileName(address)}*"))
        {
            File.Delete(file);
        }

        return Task.CompletedTask;
    }

    private string NewFile() => workspace.PathOf($"histories/{Guid.NewGuid():N}.db");
}
