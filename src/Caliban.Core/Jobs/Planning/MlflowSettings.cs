using System.Text.RegularExpressions;
using Caliban.Core.Projects;

namespace Caliban.Core.Jobs.Planning;

/// <summary>Checks what a project says about MLflow. It stands in the plan and in build logs, so it holds no password.</summary>
internal static partial class MlflowSettings
{
    public static string TrackingUri(ProjectProperties properties, string text) =>
        text.Trim() is not { Length: > 0 } uri ? ""
        : !VariableChecks.HasPassword(uri) ? uri
        : properties.Invalid(
            "CalibanMlflowTrackingUri",
            VariableChecks.WithoutPassword(uri),
            "an address without a password, which would stand in build logs and requests; MLFLOW_TRACKING_PASSWORD or MLFLOW_TRACKING_TOKEN as a JobEnvironment item without a Value passes one on to jobs of this machine, and CalibanMlflowPasswordSecret names one in Secret Manager",
            "");

    public static string PasswordSecret(ProjectProperties properties, string text) =>
        text.Trim() is not { Length: > 0 } secret || Secret().IsMatch(secret)
            ? text.Trim()
            : properties.Invalid("CalibanMlflowPasswordSecret", text, "the name of a version of a secret, 'projects/PROJECT/secrets/NAME/versions/latest'", "");

    [GeneratedRegex(@"\Aprojects/[^/\s]+/secrets/[^/\s]+/versions/[^/\s]+\z")]
    private static partial Regex Secret();
}
