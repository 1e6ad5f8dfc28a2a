using Caliban.Core.Images.Identity;
using Caliban.Core.Jobs;

namespace Caliban.Core.Local;

/// <summary>The <c>docker run</c> command of a job.</summary>
/// <seealso href="https://docs.docker.com/reference/cli/docker/container/run/"/>
internal static class DockerRunCommand
{
    /// <summary>Labels every container of a plan, by which leftovers are found.</summary>
    public const string RunLabel = "build.caliban.run";

    public static string ContainerName(SweepRun run, PlannedJob job) =>
        $"caliban-{ImageIdentity.RepositoryName(run.Plan.Project)}-{run.RunId}-{job.Index}";

    /// <summary>
    /// The arguments after <c>docker</c>. The host's shared memory is used because data loaders of ML frameworks exhaust
    /// the 64 MB a container has by itself. What the user passes comes last and so wins.
    /// </summary>
    /// <param name="variables">Arguments that give the job variables.</param>
    public static IReadOnlyList<string> Arguments(
        SweepRun run, string image, PlannedJob job, IEnumerable<string>? variables = null, RuntimeCredentials? credentials = null) =>
    [
        "run", "--rm", "--init",
        "--name", ContainerName(run, job),
        "--label", $"build.caliban.project={run.Plan.Project}",
        "--label", $"build.caliban.group={run.Group}",
        "--label", $"build.caliban.job={job.Index}",
        "--label", $"{RunLabel}={run.RunId}",
        "--ipc", "host",
        "--env", "PYTHONUNBUFFERED=1",
        .. run.Plan.UseGpu ? ["--gpus", "all"] : Array.Empty<string>(),
        .. variables ?? [],
        .. credentials?.DockerArguments ?? [],
        .. run.Plan.DockerRunArguments,
        image,
        .. job.Arguments,
    ];
}
