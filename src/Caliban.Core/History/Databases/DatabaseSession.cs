using System.Data.Common;
using System.Globalization;

namespace Caliban.Core.History.Databases;

/// <summary>One transaction. Parameters are named <c>@name</c> in the SQL.</summary>
internal sealed class DatabaseSession(
    HistoryDatabase database, DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
{
    private const int BatchSize = 500;

    public HistoryDatabase Database => database;

    public CancellationToken CancellationToken => cancellationToken;

    /// <returns>How many rows were changed.</returns>
    public Task<int> ExecuteAsync(string sql, params (string Name, object? Value)[] parameters) => ExecuteAsync(sql, null, parameters);

    /// <param name="rows">Read in the SQL as the table <c>given</c>.</param>
    public async Task<int> ExecuteAsync(string sql, Rows? rows, params (string Name, object? Value)[] parameters)
    {
        var command = Command(sql, rows, parameters);
        await using (command.ConfigureAwait(false))
        {
            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Executes the same statement once for each set of values, which all have the same names.</summary>
    public async Task ExecuteManyAsync(string sql, IReadOnlyList<(string Name, object? Value)[]> parameters)
    {
        if (connection.CanCreateBatch)
        {
            foreach (var part in parameters.Chunk(BatchSize))
            {
                await ExecuteBatchAsync(sql, part).ConfigureAwait(false);
            }

            return;
        }

        var command = Command(sql, null, parameters.Count == 0 ? [] : parameters[0]);
        await using (command.ConfigureAwait(false))
        {
            foreach (var values in parameters)
            {
                for (var index = 0; index < values.Length; index++)
                {
                    command.Parameters[index].Value = Storable(values[index].Value);
                }

                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public Task<List<T>> QueryAsync<T>(string sql, Func<DbDataReader, T> read, params (string Name, object? Value)[] parameters) =>
        QueryAsync(sql, null, read, parameters);

    /// <param name="rows">Read in the SQL as the table <c>given</c>.</param>
    public async Task<List<T>> QueryAsync<T>(
        string sql, Rows? rows, Func<DbDataReader, T> read, params (string Name, object? Value)[] parameters)
    {
        var result = new List<T>();
        var command = Command(sql, rows, parameters);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    result.Add(read(reader));
                }
            }
        }

        return result;
    }

    /// <summary>The number in the first column of the first row; null when there is none.</summary>
    public async Task<long?> NumberAsync(string sql, params (string Name, object? Value)[] parameters)
    {
        var rows = await QueryAsync(sql, reader => reader.NumberOrNull(0), parameters).ConfigureAwait(false);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>Lets transactions for the same thing come one after the other.</summary>
    public Task LockAsync(string thing) => database.LockAsync(this, thing);

    /// <summary>Sent together, so that a server far away is waited for once.</summary>
    private async Task ExecuteBatchAsync(string sql, (string Name, object? Value)[][] parameters)
    {
        var batch = connection.CreateBatch();
        await using (batch.ConfigureAwait(false))
        {
            batch.Transaction = transaction;
            foreach (var values in parameters)
            {
                var command = batch.CreateBatchCommand();
                command.CommandText = sql;
                foreach (var (name, value) in values)
                {
                    var parameter = command.CreateParameter();
                    parameter.ParameterName = name;
                    parameter.Value = Storable(value);
                    command.Parameters.Add(parameter);
                }

                batch.BatchCommands.Add(command);
            }

            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Says that this transaction looks up many single rows.</summary>
    public Task PreferIndexesAsync() => database.PreferIndexesAsync(this);

    private DbCommand Command(string sql, Rows? rows, (string Name, object? Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        // Materialized: each row is read out of the parameter once, however often the statement looks at it
        var text = rows is null ? sql : $"WITH given AS MATERIALIZED ({database.Select(rows, command)}) {sql}";
#pragma warning disable CA2100 // The texts are constants of this folder, and what comes from outside is a parameter
        command.CommandText = text;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = Storable(value);
            command.Parameters.Add(parameter);
        }

        database.Watch?.Invoke(command);
        return command;
    }

    private object Storable(object? value) => value switch
    {
        null => DBNull.Value,
        string text => database.Clean(text),
        DateTimeOffset time => time.ToUnixTimeMilliseconds(),
        Enum or int => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        _ => value,
    };
}
