using System.Data.Common;
using System.Diagnostics;
using Caliban.Core.Diagnostics;

namespace Caliban.Core.History.Databases;

/// <summary>
/// A database as the history uses it: transactions that are tried again while nothing of them can have happened, and the
/// few words in which the kinds of databases differ. All other SQL is the same.
/// </summary>
internal abstract class HistoryDatabase(string location, SourceLocation declaredAt)
{
    /// <summary>Without a password.</summary>
    public string Location => location;

    /// <summary>Where the user says that this one is used.</summary>
    public SourceLocation DeclaredAt => declaredAt;

    /// <summary>Sees each statement before it is executed, for tests of what indexes it uses; null for nobody.</summary>
    public Action<DbCommand>? Watch { get; set; }

    /// <summary>The type of a column of numbers that are given by the database and never given again.</summary>
    public abstract string IdentityType { get; }

    /// <summary>A query for the number of tables of the name <c>@name</c>.</summary>
    public abstract string CountTables { get; }

    /// <summary>Follows a query of rows that nobody else may change until the end of the transaction.</summary>
    public abstract string ForUpdate { get; }

    /// <summary>A query whose rows are those given; adds the parameters it needs.</summary>
    public abstract string Select(Rows rows, DbCommand command);

    /// <summary>Makes the text one that the database can hold.</summary>
    public virtual string Clean(string text) => text;

    /// <summary>Lets transactions for the same thing come one after the other.</summary>
    public abstract Task LockAsync(DatabaseSession session, string thing);

    /// <summary>
    /// Says that this transaction looks up many single rows in indexes, whatever the database believes about its tables:
    /// right after many rows were added it knows too little of them, and would read all of a table for each. To the same
    /// end the given rows stand on the left of a LEFT JOIN, or outside of a query for one value.
    /// </summary>
    public virtual Task PreferIndexesAsync(DatabaseSession session) => Task.CompletedTask;

    /// <summary>Refuses a database that is used for something else, before anything is written into it.</summary>
    public virtual Task CheckOwnerAsync(DatabaseSession session) => Task.CompletedTask;

    /// <summary>Several statements that see the same state of the database.</summary>
    public Task<T> ReadAsync<T>(Func<DatabaseSession, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(writes: false, work, cancellationToken);

    /// <summary>Several statements that are written as a whole, or not at all.</summary>
    public Task<T> WriteAsync<T>(Func<DatabaseSession, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(writes: true, work, cancellationToken);

    /// <summary>Ends all connections.</summary>
    public abstract ValueTask CloseAsync();

    /// <summary>A connection, for one transaction.</summary>
    protected abstract Task<DbConnection> ConnectAsync(CancellationToken cancellationToken);

    protected abstract ValueTask ReleaseAsync(DbConnection connection);

    protected abstract ValueTask<DbTransaction> BeginAsync(DbConnection connection, bool writes, CancellationToken cancellationToken);

    /// <summary>How long to wait before the transaction is tried again; null when it makes no sense to.</summary>
    /// <param name="committing">Whether its end was on the way, so that it may have happened.</param>
    protected abstract TimeSpan? RetryAfter(DbException exception, bool committing, int attempt, TimeSpan elapsed);

    /// <summary>What to tell the user.</summary>
    /// <param name="committing">Whether the end of the transaction was on the way.</param>
    protected abstract Diagnostic Explain(DbException exception, bool committing);

    private async Task<T> RunAsync<T>(bool writes, Func<DatabaseSession, Task<T>> work, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            var committing = false;
            TimeSpan? pause;
            try
            {
                return await TryAsync(writes, work, () => committing = writes, cancellationToken).ConfigureAwait(false);
            }
            catch (DbException exception)
            {
                cancellationToken.ThrowIfCancellationRequested();
                pause = RetryAfter(exception, committing, attempt, Stopwatch.GetElapsedTime(began))
                    ?? throw new DiagnosticException(Explain(exception, committing), exception);
            }

            await Task.Delay(pause.Value, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<T> TryAsync<T>(
        bool writes, Func<DatabaseSession, Task<T>> work, Action committing, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var transaction = await BeginAsync(connection, writes, cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                var result = await work(new DatabaseSession(this, connection, transaction, cancellationToken)).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                committing();
                // Once it is on its way nothing is gained by not waiting for the answer
                await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
                return result;
            }
        }
        finally
        {
            await ReleaseAsync(connection).ConfigureAwait(false);
        }
    }
}
