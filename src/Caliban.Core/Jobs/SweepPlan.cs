using System.Text.Json.Serialization;
using Caliban.Core.Images;

namespace Caliban.Core.Jobs;

/// <summary>
/// Everything needed to run a sweep: the tasks and the runner execute the same plan, and a dry run prints it. It is
/// written to <c>obj/caliban/plan.json</c>, and the same declarations give the same plan: it holds no time and nothing
/// random.
/// </summary>
public sealed record SweepPlan
{
    /// <summary>Raised when a plan of an earlier version could be misread.</summary>
    public const int CurrentSchema = 3;

    public int Schema { get; init; } = CurrentSchema;

    /// <summary>The name of the project.</summary>
    public required string Project { get; init; }

    /// <summary>Absolute.</summary>
    public required string ProjectFile { get; init; }

    /// <summary>Absolute; what the project declares lies below it.</summary>
    public required string ProjectFolder { get; init; }

    /// <summary>Absolute; logs, working copies and virtual environments are written below it.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>The experiment group the jobs belong to; empty for a new one.</summary>
    public string Group { get; init; } = "";

    public EngineChoice Engine { get; init; }

    [JsonIgnore]
    public bool UseGpu => Image.UseGpu;

    public required ImageDeclaration Image { get; init; }

    /// <summary>An image that exists, which then runs as it is; empty for that of the project.</summary>
    public string ImageTag { get; init; } = "";

    /// <summary>The project's own service-account key; absolute, empty for what the variables of the run name.</summary>
    public string CloudKey { get; init; } = "";

    /// <summary>Whether jobs find the Google credentials of this machine.</summary>
    public bool MountCredentials { get; init; } = true;

    /// <summary>Arguments of <c>docker run</c> before the image.</summary>
    public IReadOnlyList<string> DockerRunArguments { get; init; } = [];

    /// <summary>The Python of this machine for the process engine; empty for the first on the PATH.</summary>
    public string LocalPython { get; init; } = "";

    /// <summary>How many jobs run at once; 0 for as many as the machine has room for.</summary>
    public int MaxParallel { get; init; } = 1;

    /// <summary>How many jobs may have the same GPU.</summary>
    public int JobsPerGpu { get; init; } = 1;

    /// <summary>The processors a job may use, in cores; null for no limit.</summary>
    public double? CpusPerJob { get; init; }

    /// <summary>The memory a job may use, in bytes; null for no limit.</summary>
    public long? MemoryPerJob { get; init; }

    /// <summary>How many more times a failed job is tried.</summary>
    public int Retries { get; init; }

    /// <summary>The exit codes after which a job is tried again; empty for every failure.</summary>
    public IReadOnlyList<int> RetryExitCodes { get; init; } = [];

    /// <summary>The time before the first retry, which doubles with each.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether experiments that have a result are left out.</summary>
    public bool SkipCompleted { get; init; }

    /// <summary>Whether every job is wanted once more, whatever became of earlier ones.</summary>
    public bool RunsAgain { get; init; }

    /// <summary>The store of the history, without a password; empty for what the variables of the run name.</summary>
    public string HistoryLocation { get; init; } = "";

    /// <summary>The MLflow server that jobs report to; empty for none, or for that of <c>.calibanconfig.json</c>. Holds no password.</summary>
    public string MlflowTracking { get; init; } = "";

    /// <summary>The secret with the password of the MLflow database, <c>projects/p/secrets/s/versions/latest</c>; empty for none.</summary>
    public string MlflowPasswordSecret { get; init; } = "";

    /// <summary>The hardware of jobs that do not run on this machine, for their fingerprints; empty for those that do.</summary>
    [JsonIgnore]
    public string RemoteHardware { get; init; } = "";

    /// <summary>Variables that every job gets.</summary>
    public IReadOnlyList<JobVariable> Environment { get; init; } = [];

    /// <summary>The <c>GpuSpec</c> items.</summary>
    public IReadOnlyList<string> GpuSpecs { get; init; } = [];

    /// <summary>Whether jobs are still started after one has failed.</summary>
    public bool KeepGoing { get; init; } = true;

    /// <summary>The longest a job may run; null for no limit.</summary>
    public TimeSpan? JobTimeout { get; init; }

    /// <summary>The script's own arguments, with which the arguments of every job begin.</summary>
    public IReadOnlyList<string> ScriptArguments { get; init; } = [];

    /// <summary>Codes of warnings that the project has turned off.</summary>
    public IReadOnlyList<string> SilencedWarnings { get; init; } = [];

    public required IReadOnlyList<PlannedJob> Jobs { get; init; }

    /// <summary>The plan with more arguments of the script, which stay in front of the flags of the experiments.</summary>
    public SweepPlan WithScriptArguments(IReadOnlyList<string> added) => added.Count == 0 ? this : this with
    {
        ScriptArguments = [.. ScriptArguments, .. added],
        Jobs =
        [
            .. Jobs.Select(job => job with
            {
                Arguments = [.. ScriptArguments, .. added, .. job.Arguments.Skip(ScriptArguments.Count)],
            }),
        ],
    };
}
