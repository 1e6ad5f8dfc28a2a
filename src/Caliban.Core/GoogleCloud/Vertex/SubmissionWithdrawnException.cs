namespace Caliban.Core.GoogleCloud.Vertex;

/// <summary>A submission was cancelled before anything of the job had left: it does not exist.</summary>
public sealed class SubmissionWithdrawnException(CancellationToken cancellationToken) : OperationCanceledException(cancellationToken);
