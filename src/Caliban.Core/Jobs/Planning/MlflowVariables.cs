using Caliban.Core.Images.Dockerfiles;
using Caliban.Core.Projects.Configuration;

namespace Caliban.Core.Jobs.Planning;

/// <summary>
/// What MLflow finds in the variables of a job: where it tracks, and under which names. The server is that of
/// <c>CalibanMlflowTrackingUri</c>, or the database that <c>mlflow_config</c> of <c>.calibanconfig.json</c> names.
/// </summary>
/// <seealso href="https://mlflow.org/docs/latest/api_reference/cli.html"/>
internal static class MlflowVariables
{
    /// <param name="withPassword">Whether the password of the database stands in its address. Only where the variables are written down nowhere.</param>
    public static IEnumerable<(string Name, string Value)> Of(SweepPlan plan, ProjectConfiguration configuration, string group, string runName, bool withPassword)
    {
        if (plan.MlflowTracking.Length == 0 && configuration.Mlflow is null)
        {
            yield break;
        }

        yield return ("MLFLOW_EXPERIMENT_NAME", group);
        yield return ("MLFLOW_RUN_NAME", runName);
        if (plan.MlflowTracking.Length > 0)
        {
            yield return ("MLFLOW_TRACKING_URI", plan.MlflowTracking);
        }
        else if (configuration.Mlflow is { } mlflow)
        {
            yield return ("MLFLOW_ARTIFACT_ROOT", mlflow.ArtifactRoot);
            yield return ("MLFLOW_TRACKING_URI", TrackingUri(mlflow, withPassword));
            yield return ("UV_MLFLOW_PUBSUB_PROJECT", configuration.PubsubProject.Length > 0 ? configuration.PubsubProject : mlflow.Project);
            yield return ("UV_MLFLOW_PUBSUB_TOPIC", configuration.PubsubTopic);
        }

        if (!withPassword && plan.MlflowPasswordSecret.Length > 0)
        {
            yield return (SecretPassword.Variable, plan.MlflowPasswordSecret);
        }
    }

    private static string TrackingUri(MlflowConfiguration mlflow, bool withPassword) =>
        $"postgresql+pg8000://{Uri.EscapeDataString(mlflow.User)}{(withPassword ? $":{Uri.EscapeDataString(mlflow.Password)}" : "")}@/{Uri.EscapeDataString(mlflow.Database)}"
        + $"?unix_sock={CloudSqlProxyStart.Socket(mlflow.Instance)}";
}
