using System.Net;

namespace Caliban.Core.GoogleCloud.Transport;

/// <summary>What came of one request: an answer, or a failure on the way.</summary>
/// <param name="Status">0 for a failure.</param>
/// <param name="Body">All of it.</param>
internal sealed record GoogleAnswer(HttpStatusCode Status, ReadOnlyMemory<byte> Body)
{
    /// <summary>Why there is no answer, or only a part of one; null when there is.</summary>
    public Exception? Failure { get; init; }

    /// <summary>Whether the server may have acted on it. False is certain.</summary>
    public bool MayHaveArrived { get; init; } = true;

    /// <summary>The header <c>Retry-After</c>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>By which the service's operators find the request; empty when it is not known.</summary>
    public string RequestId { get; init; } = "";

    /// <summary>What must not be shown.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    public bool IsSuccess => Failure is null && (int)Status is >= 200 and < 300;

    public static GoogleAnswer Failed(Exception failure, bool mayHaveArrived) => new(0, default) { Failure = failure, MayHaveArrived = mayHaveArrived };
}
