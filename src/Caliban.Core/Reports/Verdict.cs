using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Jobs;

namespace Caliban.Core.Reports;

/// <summary>What a job is in a test report.</summary>
internal enum Verdict
{
    Passed,

    /// <summary>The program ran and failed.</summary>
    Failed,

    /// <summary>Whether the program would succeed is unknown: it was lost, or not started.</summary>
    Error,

    /// <summary>It was stopped or left out.</summary>
    Skipped,
}

internal static class Verdicts
{
    public static Verdict Of(JobResult result) => result.State switch
    {
        JobState.Succeeded => Verdict.Passed,
        JobState.Failed when result.Failure?.Descriptor != LocalRunDiagnostics.JobNotStarted => Verdict.Failed,
        JobState.Failed or JobState.Lost => Verdict.Error,
        _ => Verdict.Skipped,
    };

    /// <summary>What <see cref="SweepTable.StateText"/> says, and that a result was there before.</summary>
    public static string Text(JobResult result) => result.WasUpToDate ? "up to date" : SweepTable.StateText(result.State);
}
