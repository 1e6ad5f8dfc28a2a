using Caliban.Core.Diagnostics;
using Caliban.Core.Images.Dockerfiles;
using Caliban.Core.Jobs;
using Caliban.Core.Projects.Configuration;

namespace Caliban.Core.Local;

/// <summary>
/// What <c>mlflow_config</c> and <c>uv</c> of <c>.calibanconfig.json</c> give every job. One value holds a password, so they
/// are read when jobs are started and stand in no plan, on no command line and in no image.
/// </summary>
/// <seealso href="https://mlflow.org/docs/latest/api_reference/cli.html"/>
internal sealed class JobVariables(SweepRun run, ProjectConfiguration configuration)
{
    /// <exception cref="DiagnosticException">The file has mistakes: CAL1020 to CAL1029.</exception>
    public static JobVariables Read(SweepRun run)
    {
        var mistakes = new List<Diagnostic>();
        var configuration = ProjectConfiguration.Read(run.Plan.ProjectFolder, mistakes);
        return mistakes.Count > 0 ? throw new DiagnosticException(mistakes) : new JobVariables(run, configuration);
    }

    /// <summary>Arguments of <c>docker run</c>: names alone, whose values the command takes from its own variables.</summary>
    public IEnumerable<string> Arguments(PlannedJob job) => Of(job).Keys.SelectMany(name => (string[])["--env", name]);

    /// <summary>Names and values; none without <c>mlflow_config</c>.</summary>
    public IReadOnlyDictionary<string, string> Of(PlannedJob job)
    {
        var variables = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (configuration.Mlflow is { } mlflow)
        {
            variables["MLFLOW_ARTIFACT_ROOT"] = mlflow.ArtifactRoot;
            variables["MLFLOW_EXPERIMENT_NAME"] = run.Group;
            variables["MLFLOW_RUN_NAME"] = $"{run.RunId}-{job.Index}";
            variables["MLFLOW_TRACKING_URI"] = TrackingUri(mlflow);
            variables["UV_MLFLOW_PUBSUB_PROJECT"] = configuration.PubsubProject.Length > 0 ? configuration.PubsubProject : mlflow.Project;
            variables["UV_MLFLOW_PUBSUB_TOPIC"] = configuration.PubsubTopic;
        }

        return variables;
    }

    private static string TrackingUri(MlflowConfiguration mlflow) =>
        $"postgresql+pg8000://{Uri.EscapeDataString(mlflow.User)}:{Uri.EscapeDataString(mlflow.Password)}@/{Uri.EscapeDataString(mlflow.Database)}"
        + $"?unix_sock={CloudSqlProxyStart.Socket(mlflow.Instance)}";
}
