namespace Caliban.Core.Diagnostics;

/// <summary>CAL51xx: jobs at backends that are not this machine.</summary>
public static class RemoteJobDiagnostics
{
    public static DiagnosticDescriptor JobFailed { get; } = new(
        "CAL5100",
        DiagnosticSeverity.Error,
        "A remote job failed",
        "Job {0} failed on {1}{2}{3}. Arguments: {4}. It is at {5}; CalibanLogs shows its output.",
        "The program ended with an exit code other than 0, or the backend ended the job.",
        "Read the output with `-t:CalibanLogs`, correct the program, and run the failed jobs again with `-t:CalibanResubmit`.");

    public static DiagnosticDescriptor JobStopped { get; } = new(
        "CAL5101",
        DiagnosticSeverity.Error,
        "A remote job was stopped",
        "Job {0} was stopped on {1}{2}. Arguments: {3}. It is at {4}; CalibanResubmit runs it again.",
        "Somebody cancelled it, or it waited longer for its hardware than it may.",
        "Run it again with `-t:CalibanResubmit`.");

    public static DiagnosticDescriptor JobLost { get; } = new(
        "CAL5102",
        DiagnosticSeverity.Error,
        "A remote job vanished",
        "Job {0} is not known to {1} any more, so nobody can say how it ended{2}. Arguments: {3}. It was at {4}; look for its results before CalibanResubmit runs it again.",
        "Somebody deleted it while it ran, or the backend forgot it.",
        "Look for its results, and run it again with `-t:CalibanResubmit` if there are none.");

    public static DiagnosticDescriptor OutcomeUnknown { get; } = new(
        "CAL5103",
        DiagnosticSeverity.Error,
        "Whether a job was submitted is not known",
        "Whether {1} has job {0} could not be found out: {2}. Nothing was sent twice. Run the same target again: it looks for the job before it sends anything.",
        "The connection broke while the job was being submitted, and the backend could not be asked afterwards.",
        "Run the same target again when the network is back.");

    public static DiagnosticDescriptor SubmissionStopped { get; } = new(
        "CAL5104",
        DiagnosticSeverity.Error,
        "The submission was stopped",
        "The submission was stopped: {0}. Jobs that were submitted run on: CalibanStop stops them. The same target submits the others.",
        "The build was cancelled while jobs were being submitted or watched.",
        "Run the same target again to go on, or stop the jobs with `-t:CalibanStop`.");

    public static DiagnosticDescriptor SubmissionIncomplete { get; } = new(
        "CAL5105",
        DiagnosticSeverity.Error,
        "Not all jobs were submitted",
        "{0}. Correct what the other errors say; the same target goes on where this one ended.",
        "A job was refused in a way that every other one would be, or `CalibanKeepGoing` is false and one failed.",
        "Correct what the other errors say, and run the same target again.");

    public static DiagnosticDescriptor BackendSilent { get; } = new(
        "CAL5106",
        DiagnosticSeverity.Error,
        "Earlier remote jobs cannot be asked about",
        "Jobs of earlier builds may run on {0}, and it could not be asked about them ({1}), so nothing new was submitted. Run the same target again when it answers.",
        "The network or the login does not work. Before anything is submitted, the jobs of builds that have ended are asked about, so that none is sent twice.",
        "Correct what the reason says, and run the same target again.");
}
