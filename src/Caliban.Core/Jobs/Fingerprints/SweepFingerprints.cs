using Caliban.Core.History;
using Caliban.Core.Processes;

namespace Caliban.Core.Jobs.Fingerprints;

/// <summary>What decides the results of a sweep, experiment by experiment.</summary>
/// <param name="image">The identity of the image, or of what processes use instead.</param>
/// <param name="usesDocker">Whether arguments of <c>docker run</c> have a meaning.</param>
/// <param name="schema">Of the fingerprints; other than the current one in tests.</param>
internal sealed class SweepFingerprints(SweepPlan plan, string image, bool usesDocker, int schema = SweepFingerprints.CurrentSchema)
{
    /// <summary>Raised when the same parts would be hashed in another way, or there is another part.</summary>
    public const int CurrentSchema = 1;

    private readonly string _command = plan.ImageTag.Length > 0 ? "(of the image)" : plan.Image.Program.Target;
    private readonly string _environment = Environment(plan, usesDocker);

    public WantedExperiment Of(PlannedJob job)
    {
        var arguments = TextHash.Of(job.Arguments);
        var hardware = Hardware(job);
        var fingerprint = new Fingerprint(
            TextHash.Of([$"caliban-job-{schema}", image, _command, arguments, _environment, hardware]),
            schema,
            image,
            _command,
            arguments,
            _environment,
            hardware);
        return new WantedExperiment(TextHash.Of([plan.Project, _command, arguments]), job.Label, _command, job.Arguments, fingerprint);
    }

    // Values are hashed: one may say more than its author thinks. A variable that is passed on has none yet.
    private static string Environment(SweepPlan plan, bool usesDocker)
    {
        var parts = plan.Environment
            .Select(variable => variable.Value is { } value ? $"{variable.Name}={TextHash.Short(value)}" : variable.Name)
            .ToList();
        if (usesDocker && plan.DockerRunArguments.Count > 0)
        {
            parts.Add($"CalibanDockerRunArgs={TextHash.Short(CommandLine.Format(plan.DockerRunArguments))}");
        }

        return string.Join("; ", parts);
    }

    // Limits of processors and memory decide whether a job gets through, not what it computes.
    private string Hardware(PlannedJob job) => plan.RemoteHardware.Length > 0 ? plan.RemoteHardware : !plan.UseGpu ? "cpu"
        : string.Join("; ", plan.GpuSpecs.Select(spec => $"GpuSpec={spec}").Prepend(job.Gpus is { } count ? $"gpus={count}" : "gpus=all"));
}
