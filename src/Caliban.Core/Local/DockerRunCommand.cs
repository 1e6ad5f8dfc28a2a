using Caliban.Core.Images;
using Caliban.Core.Jobs;

namespace Caliban.Core.Local;

/// <summary>The <c>docker run</c> command of a job.</summary>
/// <seealso href="https://docs.docker.com/reference/cli/docker/container/run/"/>
internal static class DockerRunCommand
{
    /// <summary>Labels every container of a plan, by which leftovers are found.</summary>
    public const string RunLabel = "build.caliban.run";

    public static string ContainerName(SweepPlan plan, PlannedJob job) =>
        $"caliban-{ImageIdentity.RepositoryName(plan.Project)}-{plan.RunId}-{job.Index}";

    /// <summary>
    /// The arguments after <c>docker</c>. The host's shared memory is used because data loaders of ML frameworks exhaust
    /// the 64 MB a container has by itself. What the user passes comes last and so wins.
    /// </summary>
    public static IReadOnlyList<string> Arguments(SweepPlan plan, PlannedJob job) =>
    [
        "run", "--rm", "--init",
        "--name", ContainerName(plan, job),
        "--label", $"build.caliban.project={plan.Project}",
        "--label", $"build.caliban.group={plan.Group}",
        "--label", $"build.caliban.job={job.Index}",
        "--label", $"{RunLabel}={plan.RunId}",
        "--ipc", "host",
        "--env", "PYTHONUNBUFFERED=1",
        .. plan.UseGpu ? ["--gpus", "all"] : Array.Empty<string>(),
        .. plan.DockerRunArguments,
        plan.Image!.Reference,
        .. job.Arguments,
    ];
}
