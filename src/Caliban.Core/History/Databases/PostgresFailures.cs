using System.Data.Common;
using Caliban.Core.Diagnostics;
using Npgsql;

namespace Caliban.Core.History.Databases;

/// <summary>What the errors of a server mean for a user, and which of them pass.</summary>
/// <seealso href="https://www.postgresql.org/docs/current/errcodes-appendix.html"/>
internal static class PostgresFailures
{
    public const int Retries = 2;

    public static TimeSpan Pause { get; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Whether nothing of the transaction has happened, and the next one may do better.</summary>
    public static bool MayTryAgain(DbException exception, bool committing) => exception switch
    {
        // Two transactions in each other's way; a row that another one deleted while this one referred to it
        PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.ForeignKeyViolation } => true,
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => false,
        _ when exception.InnerException is TimeoutException => false,
        _ => !committing && exception.IsTransient,
    };

    public static Diagnostic Explain(DbException exception, bool committing, string location, SourceLocation declaredAt)
    {
        var descriptor = exception switch
        {
            PostgresException server => Descriptor(server.SqlState),
            _ when exception.Message.StartsWith("No password has been provided", StringComparison.Ordinal) => HistoryDiagnostics.LoginRefused,
            _ when committing => HistoryDiagnostics.ConnectionLost,
            _ => HistoryDiagnostics.NoAnswer,
        };
        return Diagnostic.Create(descriptor, declaredAt, location, Reason(exception));
    }

    private static DiagnosticDescriptor Descriptor(string state) => state switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => HistoryDiagnostics.LoginRefused,
        PostgresErrorCodes.InvalidCatalogName => HistoryDiagnostics.NoDatabase,
        PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.InvalidSchemaName => HistoryDiagnostics.NotAllowed,
        PostgresErrorCodes.DiskFull => HistoryDiagnostics.DiskFull,
        PostgresErrorCodes.ReadOnlySqlTransaction => HistoryDiagnostics.ReadOnly,
        PostgresErrorCodes.LockNotAvailable => HistoryDiagnostics.Locked,
        PostgresErrorCodes.TooManyConnections => HistoryDiagnostics.NoAnswer,
        _ when state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("57P", StringComparison.Ordinal) => HistoryDiagnostics.NoAnswer,
        _ => HistoryDiagnostics.StatementFailed,
    };

    private static string Reason(DbException exception)
    {
        var text = exception is PostgresException server ? server.MessageText : exception.Message;
        var inner = exception.InnerException?.Message;
        return (inner is null || text.Contains(inner, StringComparison.Ordinal) ? text : $"{text.TrimEnd('.')}: {inner}").TrimEnd('.');
    }
}
