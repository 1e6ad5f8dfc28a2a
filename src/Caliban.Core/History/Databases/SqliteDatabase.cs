using System.Data;
using System.Data.Common;
using System.Diagnostics;
using Caliban.Core.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Caliban.Core.History.Databases;

/// <summary>A history in a file, or in memory. One connection, used by one transaction at a time.</summary>
#pragma warning disable CA1001 // CloseAsync disposes them
internal sealed class SqliteDatabase : HistoryDatabase
#pragma warning restore CA1001
{
    /// <summary>How long others may keep the file locked.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly string? _file;
    private readonly TimeSpan _patience;
    private readonly SqliteConnection _connection;
    private readonly SemaphoreSlim _turn = new(1, 1);

    private SqliteDatabase(string? file, string location, SourceLocation declaredAt, TimeSpan patience)
        : base(location, declaredAt)
    {
        _file = file;
        _patience = patience;
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file ?? ":memory:",
            Pooling = false,
            ForeignKeys = true,
            // SQLite itself waits for a second; then it is asked again, unless the build was cancelled meanwhile
            DefaultTimeout = 1,
        }.ConnectionString);
    }

    public override string IdentityType => "INTEGER PRIMARY KEY AUTOINCREMENT";

    public override string CountTables => "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = @name";

    public override string ForUpdate => "";

    /// <param name="file">Absolute; null for a history in memory.</param>
    /// <exception cref="DiagnosticException">The file cannot be made or opened: CAL70xx.</exception>
    
    public static async Task<HistoryDatabase> OpenAsync(
        string? file, string location, SourceLocation declaredAt, CancellationToken cancellationToken, TimeSpan? patience = null)
    {
        SqliteLibrary.Use(declaredAt);
        if (file is not null)
        {
            SqliteFile.Create(file, location, declaredAt);
        }

        var database = new SqliteDatabase(file, location, declaredAt, patience ?? Patience);
        try
        {
            await database.PrepareAsync(cancellationToken).ConfigureAwait(false);
            return database;
        }
        catch
        {
            await database.CloseAsync().ConfigureAwait(false);
            throw;
        }
    }

    public override string Select(Rows rows, DbCommand command)
    {
        var json = JsonTexts.Write(writer =>
        {
            writer.WriteStartArray();
            for (var row = 0; row < rows.Count; row++)
            {
                writer.WriteStartArray();
                foreach (var (_, values) in rows.Columns)
                {
                    if (values is long[] numbers)
                    {
                        writer.WriteNumberValue(numbers[row]);
                    }
                    else
                    {
                        writer.WriteStringValue(((string[])values)[row]);
                    }
                }

                writer.WriteEndArray();
            }

            writer.WriteEndArray();
        });
        command.Parameters.Add(new SqliteParameter("@given", json));
        return $"SELECT {string.Join(", ", rows.Columns.Select((column, index) => $"value ->> {index} AS {column.Name}"))} FROM json_each(@given)";
    }

    /// <summary>A transaction that writes has the whole file to itself.</summary>
    public override Task LockAsync(DatabaseSession session, string thing) => Task.CompletedTask;

    /// <summary>Tables of google/caliban, which keeps its history in a file of the same name, are no others.</summary>
    public override async Task CheckOwnerAsync(DatabaseSession session)
    {
        var foreign = await session.NumberAsync(
            """
            SELECT count(*) FROM sqlite_master
            WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
                AND name NOT IN ('container_specs', 'experiment_groups', 'experiments', 'job_specs', 'jobs')
            """).ConfigureAwait(false);
        if (foreign > 0)
        {
            throw DiagnosticException.Create(HistoryDiagnostics.NotOurs, DeclaredAt, Location);
        }
    }

    public override async ValueTask CloseAsync()
    {
        await _connection.DisposeAsync().ConfigureAwait(false);
        _turn.Dispose();
    }

    protected override async Task<DbConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        return _connection;
    }

    protected override ValueTask ReleaseAsync(DbConnection connection)
    {
        _turn.Release();
        return ValueTask.CompletedTask;
    }

    protected override ValueTask<DbTransaction> BeginAsync(DbConnection connection, bool writes, CancellationToken cancellationToken) =>
#pragma warning disable CA1849 // The asynchronous one cannot take the lock at once, and waits no less
        ValueTask.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(IsolationLevel.Serializable, deferred: !writes));
#pragma warning restore CA1849

    protected override TimeSpan? RetryAfter(DbException exception, bool committing, int attempt, TimeSpan elapsed) =>
        SqliteFailures.IsBusy(exception) && elapsed < _patience ? Pause : null;

    protected override Diagnostic Explain(DbException exception, bool committing) =>
        SqliteFailures.Explain(exception, _file, Location, DeclaredAt);

    /// <summary>Says how the file is to be used. Changing to a write-ahead log fails at once while others do the same.</summary>
    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var length = _file is null ? null : SqliteFile.Length(_file);
        RefuseCutOff(length, pageSize: 1);
        while (true)
        {
            try
            {
                await _connection.OpenAsync(cancellationToken).ConfigureAwait(false);
                await PragmaAsync("busy_timeout = 1000", cancellationToken).ConfigureAwait(false);
                if (_file is not null)
                {
                    await PragmaAsync($"journal_mode = {SqliteFile.JournalMode(_file)}", cancellationToken).ConfigureAwait(false);
                    RefuseCutOff(length, (long)(await PragmaAsync("page_size", cancellationToken).ConfigureAwait(false))!);
                }

                await PragmaAsync("synchronous = FULL", cancellationToken).ConfigureAwait(false);
                await PragmaAsync("temp_store = MEMORY", cancellationToken).ConfigureAwait(false);
                // In KiB, taken as it is needed: the indexes of 100 000 experiments, which are read and written in no order
                await PragmaAsync("cache_size = -65536", cancellationToken).ConfigureAwait(false);
                RefuseReadOnly();
                return;
            }
            catch (SqliteException exception)
            {
                if (!SqliteFailures.IsBusy(exception) || Stopwatch.GetElapsedTime(began) > _patience)
                {
                    throw new DiagnosticException(Explain(exception, committing: false), exception);
                }
            }

            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<object?> PragmaAsync(string pragma, CancellationToken cancellationToken)
    {
        var command = _connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
#pragma warning disable CA2100 // constants of this class
            command.CommandText = $"PRAGMA {pragma}";
#pragma warning restore CA2100
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void RefuseCutOff(long? length, long pageSize)
    {
        if (SqliteFile.IsCutOff(length, pageSize))
        {
            throw DiagnosticException.Create(HistoryDiagnostics.Damaged, DeclaredAt, Location, "its end is missing");
        }
    }

    /// <summary>SQLite opens a file that may not be written for reading only, and says so with the first thing to write.</summary>
    private void RefuseReadOnly()
    {
        if (_file is not null && SQLitePCL.raw.sqlite3_db_readonly(_connection.Handle!, "main") == 1)
        {
            throw DiagnosticException.Create(HistoryDiagnostics.ReadOnly, DeclaredAt, Location);
        }
    }
}
