namespace Caliban.Core.Jobs;

/// <summary>How an engine saw a job end.</summary>
public enum JobEnd
{
    /// <summary>The program ran and ended with an exit code.</summary>
    Exited,

    /// <summary>The engine refused to start it.</summary>
    NotStarted,

    /// <summary>The engine vanished.</summary>
    Lost,
}

/// <summary>The end of a job as its engine saw it.</summary>
/// <param name="ExitCode">Of the program; null unless it exited.</param>
/// <param name="Reason">Why it was not started, in the engine's words.</param>
public sealed record JobOutcome(JobEnd End, int? ExitCode, string Reason)
{
    public static JobOutcome Lost { get; } = new(JobEnd.Lost, ExitCode: null, "");

    public static JobOutcome Exited(int exitCode) => new(JobEnd.Exited, exitCode, "");

    public static JobOutcome NotStarted(string reason) => new(JobEnd.NotStarted, ExitCode: null, reason);
}
