using Caliban.Core.Diagnostics;
using Caliban.Core.Experiments;
using Caliban.Core.Images;
using Caliban.Core.Jobs.Planning;
using Caliban.Core.Projects;

namespace Caliban.Core.Jobs;

/// <summary>Turns declarations into a plan. Reads the experiment files and looks for what is declared; asks no engine.</summary>
/// <param name="openStandardInput">The input of this process, or null where it has none.</param>
public sealed class SweepPlanner(Func<Stream?> openStandardInput, IDiagnosticSink diagnostics)
{
    /// <exception cref="DiagnosticException">All mistakes of the project together.</exception>
    public SweepPlan Plan(DeclaredSweep sweep, CancellationToken cancellationToken)
    {
        var properties = new ProjectProperties(sweep.ProjectFile);
        var engine = properties.Choice("CalibanEngine", sweep.Engine, EngineChoice.Auto);
        var maxParallel = sweep.MaxParallel.Trim().Equals("auto", StringComparison.OrdinalIgnoreCase)
            ? 0
            : properties.Count("CalibanMaxParallel", sweep.MaxParallel, 1);
        var keepGoing = properties.Boolean("CalibanKeepGoing", sweep.KeepGoing, otherwise: true);
        var timeout = properties.Duration("CalibanJobTimeout", sweep.JobTimeout);
        var runArguments = properties.Words("CalibanDockerRunArgs", sweep.DockerRunArgs);
        var cloudKey = CloudKey.Resolve(properties, sweep.ProjectFolder, sweep.CloudKey);
        var mountCredentials = properties.Boolean("CalibanMountCredentials", sweep.MountCredentials, otherwise: true);
        var imageTag = ImageItems.ReadImageTag(properties, sweep.ImageTag);
        IReadOnlyList<string> scriptArguments = [.. sweep.ScriptArguments, .. properties.Words("CalibanScriptArgs", sweep.ScriptArgs)];
        var environment = JobEnvironmentItems.Resolve(sweep.JobEnvironment, properties.Mistakes);
        var experiments = ReadExperiments(sweep, properties, cancellationToken);
        var gpus = new GpuCounts(properties, sweep.GpusPerJob);
        var plan = new SweepPlan
        {
            Project = sweep.Project,
            ProjectFile = sweep.ProjectFile,
            ProjectFolder = sweep.ProjectFolder,
            OutputFolder = sweep.OutputFolder,
            Group = sweep.Group,
            Engine = engine,
            Image = sweep.Image,
            ImageTag = imageTag,
            CloudKey = cloudKey,
            MountCredentials = mountCredentials,
            DockerRunArguments = runArguments,
            LocalPython = sweep.LocalPython,
            MaxParallel = maxParallel,
            KeepGoing = keepGoing,
            JobTimeout = timeout,
            JobsPerGpu = properties.Count("CalibanJobsPerGpu", sweep.JobsPerGpu, 1),
            CpusPerJob = properties.Number("CalibanCpusPerJob", sweep.CpusPerJob),
            MemoryPerJob = properties.Memory("CalibanMemoryPerJob", sweep.MemoryPerJob),
            Retries = properties.WholeNumber("CalibanRetries", sweep.Retries, 0),
            RetryExitCodes = properties.WholeNumbers("CalibanRetryExitCodes", sweep.RetryExitCodes),
            RetryDelay = properties.Duration("CalibanRetryDelay", sweep.RetryDelay) ?? TimeSpan.FromSeconds(10),
            SkipCompleted = properties.Boolean("CalibanSkipCompleted", sweep.SkipCompleted, otherwise: false),
            HistoryLocation = sweep.HistoryLocation.Trim(),
            MlflowTracking = MlflowSettings.TrackingUri(properties, sweep.MlflowTracking),
            MlflowPasswordSecret = MlflowSettings.PasswordSecret(properties, sweep.MlflowPasswordSecret),
            Environment = environment,
            GpuSpecs = sweep.GpuSpecs,
            ScriptArguments = scriptArguments,
            SilencedWarnings = SilencedWarnings(sweep.NoWarn),
            Jobs = experiments is null ? [] :
            [
                .. experiments.Experiments.Select(experiment => new PlannedJob(
                    experiment.Index,
                    experiment.Label(experiments.VaryingNames),
                    [.. scriptArguments, .. experiment.ToArguments()])
                {
                    Gpus = sweep.Image.UseGpu ? gpus.Of(experiment) : null,
                }),
            ],
        };
        if (History.HistoryStore.Mistake(plan.HistoryLocation, properties.Locate("CalibanHistoryUrl", sweep.HistoryLocation)) is { } mistake)
        {
            properties.Mistakes.Add(mistake);
        }

        properties.ThrowIfMistaken();
        return plan;
    }

    /// <summary>Our codes in <c>NoWarn</c>.</summary>
    internal static IReadOnlyList<string> SilencedWarnings(string noWarn) =>
    [
        .. noWarn
            .Split([';', ',', ' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries)
            .Where(code => code.StartsWith("CAL", StringComparison.OrdinalIgnoreCase)),
    ];

    /// <summary>Null when there were mistakes, which are then among those of the properties.</summary>
    private ExperimentSet? ReadExperiments(DeclaredSweep sweep, ProjectProperties properties, CancellationToken cancellationToken)
    {
        try
        {
            var experiments = ExperimentSetReader.Read(
                sweep.ExperimentConfigs, sweep.ExperimentParameters, openStandardInput, cancellationToken);
            foreach (var warning in experiments.Warnings)
            {
                diagnostics.Report(warning);
            }

            return experiments;
        }
        catch (DiagnosticException exception)
        {
            foreach (var mistake in exception.Diagnostics)
            {
                properties.Mistakes.Add(mistake);
            }

            return null;
        }
    }
}
