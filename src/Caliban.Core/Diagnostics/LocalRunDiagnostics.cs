namespace Caliban.Core.Diagnostics;

/// <summary>CAL4xxx: jobs that run on this machine.</summary>
public static class LocalRunDiagnostics
{
    public static DiagnosticDescriptor NothingIsolates { get; } = new(
        "CAL4001",
        DiagnosticSeverity.Warning,
        "Jobs run as plain processes",
        "The jobs run as processes of this machine and nothing isolates them, because {0}.{1} Start Docker and leave CalibanEngine at 'auto' to run them in containers, or put CAL4001 into NoWarn if this is what you want.",
        "No Docker engine answers within 3 seconds (or `CalibanEngine=process` is set), so the jobs run in a staged copy of the code, with the Python, the libraries and the environment of this machine. `BaseImage`, `AptPackage`, `DockerfileLine` and `environment.yml` have no effect.",
        "Start Docker for containers; or accept it with `<NoWarn>$(NoWarn);CAL4001</NoWarn>`.");

    public static DiagnosticDescriptor EngineNotAvailable { get; } = new(
        "CAL4002",
        DiagnosticSeverity.Error,
        "The Docker engine does not answer",
        "CalibanEngine is 'docker', and no Docker engine can be used: {0}. Start Docker, check DOCKER_HOST, or set CalibanEngine=process.",
        "`CalibanEngine=docker` was asked for, and there is no `docker` command or no engine behind it.",
        "Start the engine, or use `CalibanEngine=auto` or `process`.");

    public static DiagnosticDescriptor JobFailed { get; } = new(
        "CAL4003",
        DiagnosticSeverity.Error,
        "A job failed",
        "Job {0} failed with exit code {1}{2}. Arguments: {3}. Log: {4}",
        "The program ended with an exit code other than 0. 137 means it was killed, often for lack of memory; 139 means it crashed.",
        "Read the log file that the message names.");

    public static DiagnosticDescriptor JobTimedOut { get; } = new(
        "CAL4004",
        DiagnosticSeverity.Error,
        "A job took too long",
        "Job {0} was stopped after {1}, the limit set by CalibanJobTimeout. Arguments: {2}. Log: {3}",
        "The job ran longer than `CalibanJobTimeout`.",
        "Raise `CalibanJobTimeout` or make the job shorter.");

    public static DiagnosticDescriptor JobNotStarted { get; } = new(
        "CAL4005",
        DiagnosticSeverity.Error,
        "A job could not be started",
        "Job {0} could not be started: {1}. Arguments: {2}. Log: {3}",
        "The engine refused to start the container or process: a wrong argument in `CalibanDockerRunArgs`, a program that is not in the image, a port that is taken.",
        "Correct what the engine's message names.");

    public static DiagnosticDescriptor JobLost { get; } = new(
        "CAL4006",
        DiagnosticSeverity.Error,
        "A job was lost with its engine",
        "Job {0} was lost: the Docker engine stopped answering, so its result is unknown. Start the engine and run the sweep again. Arguments: {1}. Log: {2}",
        "The Docker engine ended or became unreachable in the middle of a job.",
        "Start the engine and run the sweep again.");

    public static DiagnosticDescriptor LogIncomplete { get; } = new(
        "CAL4007",
        DiagnosticSeverity.Warning,
        "A log file is incomplete",
        "The log of job {0} is incomplete from here on: '{1}' cannot be written: {2}. The job goes on.",
        "The log file could not be written, for example because the disk is full.",
        "Make room on the disk. The job itself is not affected.");

    public static DiagnosticDescriptor GpuOnMac { get; } = new(
        "CAL4008",
        DiagnosticSeverity.Error,
        "There is no GPU for local runs on a Mac",
        "A GPU was asked for, and local runs on a Mac cannot use one. Set CalibanUseGpu=false for this run.",
        "`CalibanUseGpu` is true (its default when a `GpuSpec` is declared), and the machine is a Mac.",
        "Run with `-p:CalibanUseGpu=false`.");

    public static DiagnosticDescriptor NoGpuRuntime { get; } = new(
        "CAL4009",
        DiagnosticSeverity.Error,
        "The engine cannot give jobs a GPU",
        "A GPU was asked for, and {0}. Install the driver and the NVIDIA container toolkit, or set CalibanUseGpu=false for this run.",
        "`CalibanUseGpu` is true (its default when a `GpuSpec` is declared), and the engine has no GPU runtime or the machine no driver.",
        "Install the NVIDIA container toolkit, or run with `-p:CalibanUseGpu=false`.");

    public static DiagnosticDescriptor ProgramNotFound { get; } = new(
        "CAL4010",
        DiagnosticSeverity.Error,
        "A program of this machine is missing",
        "'{0}' was not found on this machine, and the process engine needs it. Install it, set {1} to its path, or use CalibanEngine=docker.",
        "The process engine runs jobs with the Python (or bash) of this machine.",
        "Install it or name it, for example `-p:CalibanLocalPython=/opt/python3.12/bin/python3`.");

    public static DiagnosticDescriptor VirtualEnvironmentFailed { get; } = new(
        "CAL4011",
        DiagnosticSeverity.Error,
        "The virtual environment could not be made",
        "The virtual environment for {0} could not be made: '{1}' ended with exit code {2}. {3}",
        "`requirements.txt`, `pyproject.toml`, `setup.py` or `PythonPackage` items ask for packages, and creating the environment or installing into it failed.",
        "Read the last lines, shown in the message; correct the requirement or the connection to the package index.");

    public static DiagnosticDescriptor SweepCanceled { get; } = new(
        "CAL4012",
        DiagnosticSeverity.Error,
        "The sweep was stopped",
        "The sweep was stopped: {0}.",
        "Ctrl-C, or the build was cancelled. Running jobs were interrupted, and nothing of them is left running.",
        "Run it again when you like.");

    public static DiagnosticDescriptor PlanUnreadable { get; } = new(
        "CAL4013",
        DiagnosticSeverity.Error,
        "The plan cannot be read",
        "The plan '{0}' cannot be read: {1}. Build the project again to write a new one.",
        "The plan file is missing, damaged, or of another version of Caliban.",
        "Run `dotnet build` again.");

    public static DiagnosticDescriptor JobTooLarge { get; } = new(
        "CAL4030",
        DiagnosticSeverity.Error,
        "A job needs more than the machine has",
        "{0} asks for {1} for each job, and this machine has {2}. Ask for less, or run the sweep on a larger machine.",
        "`CalibanCpusPerJob` or `CalibanMemoryPerJob` is more than the whole machine has, so no job could ever be started.",
        "Lower the property. In containers and virtual machines, what the machine has may be less than the hardware has.");

    public static DiagnosticDescriptor TooFewGpus { get; } = new(
        "CAL4031",
        DiagnosticSeverity.Error,
        "A job needs more GPUs than the machine has",
        "Job {0} needs {1} GPUs, and this machine has {2}. Set CalibanGpusPerJob to less, or run the sweep on a machine with more.",
        "`CalibanGpusPerJob`, or the parameter it names, asks for more GPUs than `nvidia-smi` lists or `CUDA_VISIBLE_DEVICES` allows.",
        "Lower it, or unset `CUDA_VISIBLE_DEVICES`.");

    public static DiagnosticDescriptor GpusUnknown { get; } = new(
        "CAL4032",
        DiagnosticSeverity.Error,
        "Nobody can tell which GPUs there are",
        "Several jobs are to share the GPUs of this machine, and nvidia-smi does not list them. Install the driver's nvidia-smi, or run one job at a time without CalibanGpusPerJob, which then has them all.",
        "`CalibanMaxParallel` or `CalibanGpusPerJob` needs each GPU by its number, and `nvidia-smi` was not found on this machine or in the engine, or failed.",
        "Make `nvidia-smi` work, or leave `CalibanMaxParallel` at 1 and `CalibanGpusPerJob` empty.");

    public static DiagnosticDescriptor JobStopped { get; } = new(
        "CAL4033",
        DiagnosticSeverity.Error,
        "A job was stopped from outside",
        "Job {0} (number {1}) was stopped while this sweep ran: {2}. Arguments: {3}. Log: {4}",
        "Somebody stopped the job, for example with `CalibanStop`, or the build that ran it for this sweep was stopped.",
        "Run it again with `CalibanResubmit`, or run the sweep again.");

    public static DiagnosticDescriptor OtherFingerprintSchema { get; } = new(
        "CAL4034",
        DiagnosticSeverity.Warning,
        "Results of an earlier version count as up to date",
        "{0} experiment{1} succeeded under an earlier version of Caliban, which fingerprinted experiments in another way (schema {2}); as far as both versions can tell nothing has changed, so they count as up to date and are not run again. Use -t:Rebuild,CalibanRun to run them again, or put CAL4034 into NoWarn.",
        "The schema of fingerprints has changed with the version of Caliban. A sweep is not silently run again because of that.",
        "Nothing needs to be done; run `dotnet build -t:Rebuild,CalibanRun` to have everything run with the new version.");

    public static DiagnosticDescriptor SweepIncomplete { get; } = new(
        "CAL4035",
        DiagnosticSeverity.Error,
        "Not every experiment has a result",
        "The sweep ended without a result for every experiment: {0}. Run it again.",
        "A job that this sweep waited for has none any more, for example because another build that ran it was stopped, or its history was deleted.",
        "Run the sweep again; with `CalibanSkipCompleted=true` only what is missing runs.");

    public static DiagnosticDescriptor HistoryInImage { get; } = new(
        "CAL4036",
        DiagnosticSeverity.Error,
        "The history lies among the files of the image",
        "The history '{0}' is among the files that go into the image, so every job would change the image of the next. Set CalibanHistoryUrl to a file elsewhere, for example below 'obj', or leave it out by .dockerignore.",
        "`CalibanHistoryUrl` names a file that the code stage copies.",
        "Name another file: `-p:CalibanHistoryUrl=obj/history.db`, or add it with `*-wal` and `*-shm` to `.dockerignore`.");
}
