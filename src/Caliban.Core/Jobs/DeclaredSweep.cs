using Caliban.Core.Experiments;
using Caliban.Core.Images;
using Caliban.Core.Projects;

namespace Caliban.Core.Jobs;

/// <summary>What a project says about a sweep, in the texts of its properties and items.</summary>
public sealed record DeclaredSweep
{
    /// <summary>The name of the project.</summary>
    public required string Project { get; init; }

    /// <summary>Absolute.</summary>
    public required string ProjectFile { get; init; }

    /// <summary>Absolute.</summary>
    public required string ProjectFolder { get; init; }

    /// <summary>The image, already checked.</summary>
    public required ImageDeclaration Image { get; init; }

    /// <summary><c>obj/caliban</c>; absolute.</summary>
    public required string OutputFolder { get; init; }

    public IReadOnlyList<ExperimentFile> ExperimentConfigs { get; init; } = [];

    public IReadOnlyList<ParameterAxis> ExperimentParameters { get; init; } = [];

    /// <summary><c>ScriptArgument</c> items.</summary>
    public IReadOnlyList<string> ScriptArguments { get; init; } = [];

    /// <summary><c>CalibanScriptArgs</c>; follow the items.</summary>
    public string ScriptArgs { get; init; } = "";

    /// <summary><c>CalibanXGroup</c></summary>
    public string Group { get; init; } = "";

    /// <summary><c>CalibanEngine</c></summary>
    public string Engine { get; init; } = "";

    /// <summary><c>CalibanMaxParallel</c></summary>
    public string MaxParallel { get; init; } = "";

    /// <summary><c>CalibanGpusPerJob</c></summary>
    public string GpusPerJob { get; init; } = "";

    /// <summary><c>CalibanJobsPerGpu</c></summary>
    public string JobsPerGpu { get; init; } = "";

    /// <summary><c>CalibanCpusPerJob</c></summary>
    public string CpusPerJob { get; init; } = "";

    /// <summary><c>CalibanMemoryPerJob</c></summary>
    public string MemoryPerJob { get; init; } = "";

    /// <summary><c>CalibanRetries</c></summary>
    public string Retries { get; init; } = "";

    /// <summary><c>CalibanRetryExitCodes</c></summary>
    public string RetryExitCodes { get; init; } = "";

    /// <summary><c>CalibanRetryDelay</c></summary>
    public string RetryDelay { get; init; } = "";

    /// <summary><c>CalibanSkipCompleted</c></summary>
    public string SkipCompleted { get; init; } = "";

    /// <summary><c>CalibanHistoryUrl</c></summary>
    public string HistoryLocation { get; init; } = "";

    /// <summary><c>CalibanMlflowTrackingUri</c></summary>
    public string MlflowTracking { get; init; } = "";

    /// <summary><c>CalibanMlflowPasswordSecret</c></summary>
    public string MlflowPasswordSecret { get; init; } = "";

    /// <summary><c>JobEnvironment</c> items.</summary>
    public IReadOnlyList<DeclaredItem> JobEnvironment { get; init; } = [];

    /// <summary><c>GpuSpec</c> items.</summary>
    public IReadOnlyList<string> GpuSpecs { get; init; } = [];

    /// <summary><c>CalibanKeepGoing</c></summary>
    public string KeepGoing { get; init; } = "";

    /// <summary><c>CalibanJobTimeout</c></summary>
    public string JobTimeout { get; init; } = "";

    /// <summary><c>CalibanImageTag</c></summary>
    public string ImageTag { get; init; } = "";

    /// <summary><c>CalibanCloudKey</c></summary>
    public string CloudKey { get; init; } = "";

    /// <summary><c>CalibanMountCredentials</c></summary>
    public string MountCredentials { get; init; } = "";

    /// <summary><c>CalibanDockerRunArgs</c></summary>
    public string DockerRunArgs { get; init; } = "";

    /// <summary><c>CalibanLocalPython</c></summary>
    public string LocalPython { get; init; } = "";

    /// <summary><c>NoWarn</c></summary>
    public string NoWarn { get; init; } = "";
}
