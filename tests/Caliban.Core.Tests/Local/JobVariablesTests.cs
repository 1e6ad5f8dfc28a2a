using Caliban.Core.Local;
using Caliban.Core.Tests.Jobs;
using Caliban.Testing;

namespace Caliban.Core.Tests.Local;

public sealed class JobVariablesTests
{
    [Fact]
    public void Without_a_tracking_database_there_are_none()
    {
        using var folder = new TemporaryFolder();
        var plan = Plans.Create(1, folder.Path);

        Assert.Empty(JobVariables.Read(plan.Run()).Of(plan.Jobs[0]));
    }

    [Fact]
    public void User_and_password_are_escaped_and_only_names_are_on_the_command_line()
    {
        using var folder = new TemporaryFolder();
        folder.Write(".calibanconfig.json", """
            {"mlflow_config": {"project": "p", "region": "r", "db": "d", "user": "me@x", "password": "a/b:c?#%", "artifact_root": "gs://b"}}
            """);
        var plan = Plans.Create(1, folder.Path);
        var variables = JobVariables.Read(plan.Run() with { Group = "g", RunId = "id" });

        Assert.Equal(
            [
                "MLFLOW_ARTIFACT_ROOT=gs://b", "MLFLOW_EXPERIMENT_NAME=g", "MLFLOW_RUN_NAME=id-1",
                "MLFLOW_TRACKING_URI=postgresql+pg8000://me%40x:a%2Fb%3Ac%3F%23%25@/d?unix_sock=/tmp/cloudsql/p:r:d/.s.PGSQL.5432",
                "UV_MLFLOW_PUBSUB_PROJECT=p", "UV_MLFLOW_PUBSUB_TOPIC=mlflow",
            ],
            variables.Of(plan.Jobs[0]).Select(variable => $"{variable.Key}={variable.Value}"));
        Assert.Equal(
            ["--env", "MLFLOW_ARTIFACT_ROOT", "--env", "MLFLOW_EXPERIMENT_NAME", "--env", "MLFLOW_RUN_NAME", "--env", "MLFLOW_TRACKING_URI", "--env", "UV_MLFLOW_PUBSUB_PROJECT", "--env", "UV_MLFLOW_PUBSUB_TOPIC"],
            variables.Arguments(plan.Jobs[0]));
    }
}
