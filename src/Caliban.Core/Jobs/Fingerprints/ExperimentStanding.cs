namespace Caliban.Core.Jobs.Fingerprints;

/// <summary>How an experiment stands to what the history has.</summary>
public enum Standing
{
    /// <summary>Never run before.</summary>
    New,

    /// <summary>Run before as it is now, without success.</summary>
    FailedBefore,

    /// <summary>It has a result.</summary>
    UpToDate,

    /// <summary>Run before, when something was different.</summary>
    Changed,
}

/// <param name="Reason">For people: <c>runs again: code changed (trainer/train.py)</c>.</param>
/// <param name="Before">The number of the job it is compared with; null for none.</param>
public sealed record ExperimentStanding(Standing Standing, string Reason, long? Before);
