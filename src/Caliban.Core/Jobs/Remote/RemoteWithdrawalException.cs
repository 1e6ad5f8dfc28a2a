namespace Caliban.Core.Jobs.Remote;

/// <summary>A job was withdrawn or cancelled before the backend was asked: it does not have it.</summary>
public sealed class RemoteWithdrawalException(CancellationToken cancellationToken) : OperationCanceledException(cancellationToken);
