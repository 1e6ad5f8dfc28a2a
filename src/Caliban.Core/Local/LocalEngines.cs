using Caliban.Core.Diagnostics;
using Caliban.Core.Docker;
using Caliban.Core.Jobs;

namespace Caliban.Core.Local;

/// <summary>Chooses what runs the jobs of a plan on this machine.</summary>
/// <param name="variable">Reads an environment variable of the build.</param>
public sealed class LocalEngines(Func<string, string?> variable)
{
    /// <summary>The engine the plan asks for; <c>auto</c> is Docker when it answers within 3 seconds.</summary>
    /// <exception cref="DiagnosticException">It cannot be had: CAL4002, CAL4008, CAL4009, CAL4010, CAL4021.</exception>
    public async Task<IJobEngine> ResolveAsync(SweepRun run, IDiagnosticSink diagnostics, CancellationToken cancellationToken)
    {
        var plan = run.Plan;
        var location = new SourceLocation(plan.ProjectFile);
        if (plan.UseGpu && OperatingSystem.IsMacOS())
        {
            throw DiagnosticException.Create(LocalRunDiagnostics.GpuOnMac, location);
        }

        var credentials = Credentials(plan, diagnostics);
        var reason = "CalibanEngine is 'process'";
        if (plan.Engine != EngineChoice.Process)
        {
            var limit = plan.Engine == EngineChoice.Docker ? DockerClient.AnswerTime : DockerEngine.ProbeTime;
            (var docker, reason) = await DockerEngine.ProbeAsync(variable("PATH"), limit, cancellationToken).ConfigureAwait(false);
            if (docker is not null)
            {
                return new DockerJobEngine(run, docker, variable, credentials);
            }

            if (plan.Engine == EngineChoice.Docker)
            {
                throw DiagnosticException.Create(LocalRunDiagnostics.EngineNotAvailable, location, reason);
            }
        }

        if (plan.ImageTag.Length > 0)
        {
            throw DiagnosticException.Create(SessionDiagnostics.DockerNeeded, location, "CalibanImageTag", reason);
        }

        if (plan.UseGpu && !LocalGpu.IsPresent(variable("PATH")))
        {
            throw DiagnosticException.Create(LocalRunDiagnostics.NoGpuRuntime, location, "this machine has no NVIDIA driver (nvidia-smi was not found)");
        }

        diagnostics.Report(Diagnostic.Create(
            LocalRunDiagnostics.NothingIsolates,
            location,
            reason,
            ProcessOmissions.Describe(plan.Image)));
        return new ProcessJobEngine(run, variable("PATH"), credentials, variable);
    }

    /// <summary>The commands a run would execute, without asking any engine; <c>auto</c> is shown as Docker.</summary>
    public IJobEngine Preview(SweepRun run) => run.Plan.Engine == EngineChoice.Process
        ? new ProcessJobEngine(run, variable("PATH"), Credentials(run.Plan), variable)
        : new DockerJobEngine(run, new DockerEngine(new DockerClient("docker"), new Version(), new Version()), variable, Credentials(run.Plan), isPreview: true);

    private RuntimeCredentials? Credentials(SweepPlan plan, IDiagnosticSink? diagnostics = null) =>
        RuntimeCredentials.Find(plan.CloudKey, plan.MountCredentials, plan.ProjectFolder, variable, diagnostics);
}
