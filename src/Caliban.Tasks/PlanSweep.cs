using Caliban.Core.Cloud;
using Caliban.Core.GoogleCloud.Vertex;
using Caliban.Core.Jobs;
using Caliban.Core.Local;
using Caliban.Core.Projects;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Caliban.Tasks;

/// <summary>Checks a project, expands its experiments, and writes the plan of its jobs; in a dry run shows the plan instead.</summary>
[MSBuildMultiThreadableTask]
public sealed class PlanSweep : ImageTask
{
    public ITaskItem[] ExperimentConfigs { get; set; } = [];

    public ITaskItem[] ExperimentParameters { get; set; } = [];

    public ITaskItem[] ScriptArguments { get; set; } = [];

    public string ScriptArgs { get; set; } = "";

    public string Group { get; set; } = "";

    public string Engine { get; set; } = "";

    public string MaxParallel { get; set; } = "";

    public string GpusPerJob { get; set; } = "";

    public string JobsPerGpu { get; set; } = "";

    public string CpusPerJob { get; set; } = "";

    public string MemoryPerJob { get; set; } = "";

    public string Retries { get; set; } = "";

    public string RetryExitCodes { get; set; } = "";

    public string RetryDelay { get; set; } = "";

    public string SkipCompleted { get; set; } = "";

    public string HistoryLocation { get; set; } = "";

    public ITaskItem[] JobEnvironment { get; set; } = [];

    public ITaskItem[] GpuSpecs { get; set; } = [];

    public string KeepGoing { get; set; } = "";

    public string JobTimeout { get; set; } = "";

    public string DockerRunArgs { get; set; } = "";

    public string LocalPython { get; set; } = "";

    public string ImageTag { get; set; } = "";

    public string CloudKey { get; set; } = "";

    public string MountCredentials { get; set; } = "";

    /// <summary><c>NoWarn</c>, for <c>dotnet run</c>, where no build listens to it.</summary>
    public string NoWarn { get; set; } = "";

    /// <summary>Where the plan is written; empty writes none.</summary>
    public string PlanFile { get; set; } = "";

    /// <summary><c>CalibanDryRun</c>: show each job with its exact command.</summary>
    public string DryRun { get; set; } = "";

    public string MlflowTracking { get; set; } = "";

    public string MlflowPasswordSecret { get; set; } = "";

    /// <summary>What <see cref="DeclareCloud"/> found, when the jobs go to Vertex AI; decides what a dry run shows.</summary>
    public string Target { get; set; } = "";

    /// <summary>The image that jobs at Vertex AI would run.</summary>
    public string RemoteImage { get; set; } = "";

    /// <summary>One item for each planned job, of a dry run.</summary>
    [Output]
    public ITaskItem[] Jobs { get; set; } = [];

    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var properties = new ProjectProperties(ProjectFile);
        var dryRun = properties.Boolean("CalibanDryRun", DryRun, otherwise: false);
        properties.ThrowIfMistaken();
        var items = new DeclaredItems(ProjectFile, Path.GetDirectoryName(BuildEngine.ProjectFileOfTaskNode) ?? "");
        var plan = new SweepPlanner(StandardInput.Open, this).Plan(
            new DeclaredSweep
            {
                Project = ProjectName,
                ProjectFile = ProjectFile,
                ProjectFolder = ProjectFolder,
                Image = Image,
                OutputFolder = OutputFolder,
                ExperimentConfigs = items.ReadExperimentConfigs(ExperimentConfigs),
                ExperimentParameters = items.ReadExperimentParameters(ExperimentParameters),
                ScriptArguments = [.. ScriptArguments.Select(item => item.ItemSpec)],
                ScriptArgs = ScriptArgs,
                Group = Group,
                Engine = Engine,
                MaxParallel = MaxParallel,
                GpusPerJob = GpusPerJob,
                JobsPerGpu = JobsPerGpu,
                CpusPerJob = CpusPerJob,
                MemoryPerJob = MemoryPerJob,
                Retries = Retries,
                RetryExitCodes = RetryExitCodes,
                RetryDelay = RetryDelay,
                SkipCompleted = SkipCompleted,
                HistoryLocation = HistoryLocation,
                JobEnvironment = items.Read("JobEnvironment", JobEnvironment, "Value"),
                GpuSpecs = [.. GpuSpecs.Select(item => item.ItemSpec)],
                KeepGoing = KeepGoing,
                JobTimeout = JobTimeout,
                DockerRunArgs = DockerRunArgs,
                LocalPython = LocalPython,
                ImageTag = ImageTag,
                CloudKey = CloudKey,
                MountCredentials = MountCredentials,
                MlflowTracking = MlflowTracking,
                MlflowPasswordSecret = MlflowPasswordSecret,
                NoWarn = NoWarn,
            },
            cancellationToken);
        if (PlanFile.Length > 0)
        {
            await Core.Jobs.PlanFile.WriteAsync(PlanFile, plan, cancellationToken);
        }

        if (dryRun)
        {
            var lines = Target.Length > 0
                ? VertexPreview.Lines(plan, VertexTargetText.Read(Target), RemoteImage, this)
                : await LocalSweep.PreviewAsync(plan, Environment.GetEnvironmentVariable, cancellationToken);
            foreach (var line in lines)
            {
                Show(line);
            }

            Jobs = [.. plan.Jobs.Select(job => new JobItem(job))];
        }
    }
}
