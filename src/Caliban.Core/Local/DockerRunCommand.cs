using System.Globalization;
using Caliban.Core.Images.Identity;
using Caliban.Core.Jobs;

namespace Caliban.Core.Local;

/// <summary>The <c>docker run</c> command of a job.</summary>
/// <seealso href="https://docs.docker.com/reference/cli/docker/container/run/"/>
internal static class DockerRunCommand
{
    /// <summary>Labels every container of a plan, by which leftovers are found.</summary>
    public const string RunLabel = "build.caliban.run";

    /// <summary>Labels every container of a job with its name, by which the history finds it.</summary>
    public const string NameLabel = "build.caliban.name";

    /// <summary>The name for people who look at commands only.</summary>
    public static string PreviewName(SweepRun run, PlannedJob job) =>
        $"caliban-{ImageIdentity.RepositoryName(run.Plan.Project)}-{run.RunId}-{job.Index.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>
    /// The arguments after <c>docker</c>. The container stays after its end, so that its exit code can be read by a later
    /// process. The host's shared memory is used because data loaders of ML frameworks exhaust the 64 MB a container has by
    /// itself. What the user passes comes last and so wins.
    /// </summary>
    /// <param name="hardware">Arguments for GPUs and limits.</param>
    /// <param name="variables">Arguments that give the job variables and files.</param>
    /// <param name="idFile">Where the id of the container is written once it exists; empty for nowhere.</param>
    public static IReadOnlyList<string> Arguments(
        SweepRun run, string image, PlannedJob job, string name, IEnumerable<string> hardware, IEnumerable<string> variables, string idFile = "") =>
    [
        "run", "--init",
        "--name", name,
        .. idFile.Length > 0 ? ["--cidfile", idFile] : Array.Empty<string>(),
        "--label", $"build.caliban.project={run.Plan.Project}",
        "--label", $"build.caliban.group={run.Group}",
        "--label", $"build.caliban.job={job.Index.ToString(CultureInfo.InvariantCulture)}",
        "--label", $"{RunLabel}={run.RunId}",
        "--label", $"{NameLabel}={name}",
        "--ipc", "host",
        "--env", "PYTHONUNBUFFERED=1",
        .. hardware,
        .. variables,
        .. run.Plan.DockerRunArguments,
        image,
        .. job.Arguments,
    ];
}
