namespace Caliban.Core.Diagnostics;

/// <summary>CAL7030 to CAL7049: looking after jobs that were submitted before.</summary>
public static class TrackingDiagnostics
{
    public static DiagnosticDescriptor GroupUnknown { get; } = new(
        "CAL7030",
        DiagnosticSeverity.Error,
        "There is no such group",
        "The history {0} has no group '{1}' of {2}.{3} Correct CalibanXGroup, or leave it empty: CalibanStatus then shows the newest groups.",
        "`CalibanXGroup` names a group that is not in the history, or that belongs to somebody else.",
        "Correct the name. Groups of other people are found with `-p:CalibanUser=name`, or `*` for everybody's; `CalibanHistoryUrl` says which history is asked.");

    public static DiagnosticDescriptor ConsentNeeded { get; } = new(
        "CAL7031",
        DiagnosticSeverity.Error,
        "Somebody has to agree first",
        "Nothing was done: {0} needs your consent, and nobody can be asked here: {1}. Look at the list above, and add -p:CalibanYes=true.",
        "Stopping, resubmitting and forgetting ask first. A build can only ask in a terminal that it has for itself: not in CI, in an editor, in a worker process of MSBuild, or under the terminal logger.",
        "Add `-p:CalibanYes=true`, or type `dotnet run -p:CalibanCommand=stop` (or `resubmit`, `forget`), which asks. `-p:CalibanDryRun=true` only shows the list.");

    public static DiagnosticDescriptor GroupNeeded { get; } = new(
        "CAL7032",
        DiagnosticSeverity.Error,
        "A group has to be named",
        "{0} needs a group: set CalibanXGroup, for example with -p:CalibanXGroup=name. CalibanStatus shows the newest groups.",
        "`CalibanResubmit` and `CalibanForget` work on one experiment group, and none is named.",
        "Add `-p:CalibanXGroup=name`.");

    public static DiagnosticDescriptor ProjectMoved { get; } = new(
        "CAL7033",
        DiagnosticSeverity.Error,
        "The project of jobs is not where it was",
        "{0} of group '{1}' cannot be resubmitted: they were submitted from '{2}' on {3}, and there is no such file here. Bring it back to that place, or run its experiments again from where it is now with -p:CalibanXGroup={1}.",
        "The image is built anew from the project that submitted the jobs, and that project file was moved, deleted, or is on another machine.",
        "Put the project back, work on the machine that the message names, or run the sweep from the new place into the same group: `dotnet build -t:CalibanRun -p:CalibanXGroup=name`.");

    public static DiagnosticDescriptor JobDidNotSucceed { get; } = new(
        "CAL7034",
        DiagnosticSeverity.Error,
        "A job that was waited for did not succeed",
        "Job {0} {1}. Arguments: {2}.{3}",
        "`CalibanWait` fails when one of the jobs it waits for failed, was stopped, or was lost.",
        "Read its log with `-t:CalibanLogs -p:CalibanJobIds=number`. `CalibanResubmit` runs it again.");

    public static DiagnosticDescriptor WaitTimedOut { get; } = new(
        "CAL7035",
        DiagnosticSeverity.Error,
        "Jobs did not end in time",
        "{0} after {1}, the limit set by CalibanWaitTimeout: {2}. They go on; wait again, raise CalibanWaitTimeout, or stop them with CalibanStop.",
        "`CalibanWaitTimeout` passed before all jobs had ended. Waiting does not touch them.",
        "Wait again, or raise `CalibanWaitTimeout`.");

    public static DiagnosticDescriptor GroupUnfinished { get; } = new(
        "CAL7036",
        DiagnosticSeverity.Error,
        "A group with unfinished jobs cannot be forgotten",
        "Group '{0}' cannot be forgotten: {1}. Stop them with CalibanStop, or wait for them with CalibanWait.",
        "Jobs that are deleted from the history while they run could never be found again.",
        "Stop the jobs or wait for them first.");

    public static DiagnosticDescriptor HistoryIsOff { get; } = new(
        "CAL7037",
        DiagnosticSeverity.Error,
        "There is no history to ask",
        "CalibanHistoryUrl is 'none', so no job is remembered, and there is nothing to show, stop or wait for. Remove it, or name the history that has the jobs.",
        "`CalibanHistoryUrl=none` turns the history off.",
        "Set `CalibanHistoryUrl` to the history that has the jobs, or remove it for `~/.caliban/caliban.db`.");

    public static DiagnosticDescriptor JobElsewhere { get; } = new(
        "CAL7038",
        DiagnosticSeverity.Error,
        "A job runs on another machine",
        "Job {0} runs on {1}, and only there it can be stopped: type this command on that machine.",
        "Containers and processes can be reached only from the machine that runs them.",
        "Type the same command on the machine that the message names.");

    public static DiagnosticDescriptor StopFailed { get; } = new(
        "CAL7039",
        DiagnosticSeverity.Error,
        "A job could not be stopped",
        "Job {0} could not be stopped: {1}. It may still run as '{2}'.{3}",
        "The Docker engine does not answer, or the process could not be ended.",
        "Start the engine and type the command again, or end the container or process by hand; its name is in the message.");

    public static DiagnosticDescriptor OutputMissing { get; } = new(
        "CAL7040",
        DiagnosticSeverity.Error,
        "The output of a job cannot be found",
        "The output of job {0} cannot be shown: {1}.",
        "The log file was deleted (`dotnet clean` does), lies on another machine, or the job has not started.",
        "Log files are in `obj/caliban/logs` of the project. Copy what you want to keep before `dotnet clean`.");

    public static DiagnosticDescriptor JobsNeeded { get; } = new(
        "CAL7041",
        DiagnosticSeverity.Error,
        "Jobs have to be named",
        "CalibanLogs needs jobs: set CalibanJobIds to their numbers, or CalibanXGroup to their group. CalibanStatus shows both.",
        "`CalibanLogs` shows the output of jobs, and neither jobs nor a group are named.",
        "Add `-p:CalibanJobIds=12`, or `-p:CalibanXGroup=name`.");

    public static DiagnosticDescriptor JobUnknown { get; } = new(
        "CAL7042",
        DiagnosticSeverity.Error,
        "There is no such job",
        "CalibanJobIds names job {0}, and the history {1} has no such job{2}. CalibanStatus shows the numbers of the newest ones.",
        "A number in `CalibanJobIds` is not in the history, or the job belongs to somebody else or to another group.",
        "Correct the number. Jobs of other people are found with `-p:CalibanUser=name`, or `*` for everybody's.");

    public static DiagnosticDescriptor OtherProject { get; } = new(
        "CAL7043",
        DiagnosticSeverity.Error,
        "The jobs belong to another project",
        "{0} of group '{1}' belong to '{2}', which this command does not build. Type this instead: {3}",
        "`dotnet run -p:CalibanCommand=resubmit` builds one project, and jobs of the group were submitted from another one.",
        "Use the command that the message prints.");

    public static DiagnosticDescriptor ProgramChanged { get; } = new(
        "CAL7044",
        DiagnosticSeverity.Error,
        "The project runs another program now",
        "Job {0} ran '{1}', and the project runs '{2}' now, so it cannot be resubmitted as it was. Add -p:CalibanModule={1}, or run a sweep of the new program.",
        "`CalibanModule` was changed since the jobs were submitted.",
        "Set `CalibanModule` to what it was, for example on the command line.");

    public static DiagnosticDescriptor RemoteResubmission { get; } = new(
        "CAL7045",
        DiagnosticSeverity.Error,
        "Remote jobs are resubmitted by a build",
        "{0} of group '{1}' ran elsewhere, and are resubmitted with their image pushed anew. Type this instead: {2}",
        "`dotnet run -p:CalibanCommand=resubmit` runs jobs on this machine.",
        "Use the command that the message prints.");
}
