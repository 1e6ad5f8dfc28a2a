namespace Caliban.Core.Jobs.Remote;

/// <summary>A backend that is not this machine: jobs are handed over to it and run on without us.</summary>
public interface IRemoteBackend : IJobBackend
{
    /// <summary>Where jobs are sent to, in the backend's own words: <c>projects/p/locations/r</c>.</summary>
    string Place { get; }

    /// <summary>How many kinds of hardware can be asked for, in order of preference; at least 1.</summary>
    int CandidateCount { get; }

    /// <summary>How many submissions under way at once are of use.</summary>
    int Concurrency { get; }

    /// <summary>The hardware of a candidate, for people: <c>2 V100 (n1-standard-8)</c>.</summary>
    string CandidateTitle(int candidate);

    /// <summary>
    /// Hands a job over. An unclear answer is cleared up before the same job is sent once more, so that the backend never
    /// has it twice.
    /// </summary>
    /// <param name="onWait">Receives a sentence when something has to be waited for.</param>
    /// <param name="withdraw">Ends it as long as the backend has not been asked, and not later.</param>
    /// <exception cref="RemoteWithdrawalException">It was withdrawn or cancelled before the backend was asked.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled later: whether the backend has it is not known.</exception>
    /// <exception cref="RemoteRefusalException">The backend does not take it; it does not have it.</exception>
    /// <exception cref="TimeoutException">Whether the backend has it could not be found out.</exception>
    Task<RemoteReceipt> SubmitAsync(RemoteLaunch launch, Action<string> onWait, CancellationToken withdraw, CancellationToken cancellationToken);

    /// <summary>Whether a job ended for lack of hardware, so that another kind may be asked for.</summary>
    bool EndedForLackOfHardware(BackendJob job);
}
