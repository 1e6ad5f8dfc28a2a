using Caliban.Core.Cloud;
using Caliban.Core.Diagnostics;
using Caliban.Core.GoogleCloud.Vertex;
using Caliban.Core.Jobs;
using Caliban.Core.Tracking;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Caliban.Tasks;

/// <summary>Submits the jobs of a plan to Vertex AI and follows them to their ends, or writes them to files.</summary>
[MSBuildMultiThreadableTask]
public sealed class SubmitPlan : SweepTask
{
    /// <summary>What <see cref="DeclareCloud"/> found.</summary>
    [Required]
    public string Target { get; set; } = "";

    /// <summary>The image in its registry.</summary>
    [Required]
    public string Image { get; set; } = "";

    /// <summary>The files that were written instead of a submission.</summary>
    [Output]
    public string[] Files { get; set; } = [];

    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var plan = await Core.Jobs.PlanFile.ReadAsync(PlanFile, cancellationToken);
        var target = VertexTargetText.Read(Target);
        if (target.Export.Length > 0)
        {
            Files = [.. await VertexSweep.ExportAsync(plan, target, Image, this, cancellationToken)];
            Conclude($"{Files.Length} job{(Files.Length == 1 ? "" : "s")} written to {Files[0]}{(Files.Length > 1 ? $" … {Files[^1]}" : "")}");
            return;
        }

        using var signals = new TerminationSignals(Cancel);
        using var backends = new Backends(target.Google, new VertexBackendOptions { SettleTime = target.SettleTime }, Environment.GetEnvironmentVariable);
        var sweep = await new VertexSweep(backends.FindAsync, Environment.GetEnvironmentVariable).RunAsync(
            plan, target, Image, new PlainSweepObserver(Show), this, cancellationToken);
        Conclude(sweep, RemoteJobDiagnostics.SubmissionStopped, RemoteJobDiagnostics.SubmissionIncomplete);
    }
}
