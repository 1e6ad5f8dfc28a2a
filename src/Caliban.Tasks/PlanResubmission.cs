using Caliban.Core.History;
using Caliban.Core.Tracking;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Caliban.Tasks;

/// <summary>Writes a plan of recorded jobs beside the plan of their project.</summary>
[MSBuildMultiThreadableTask]
public sealed class PlanResubmission : TrackingTask
{
    /// <summary>The file that <see cref="PlanSweep"/> wrote.</summary>
    [Required]
    public string PlanFile { get; set; } = "";

    /// <summary>The file that was written.</summary>
    [Output]
    public string WrittenFile { get; set; } = "";

    private protected override TrackingVerb Verb => TrackingVerb.Resubmit;

    private protected override async Task ExecuteAsync(Tracker tracker, TrackingRequest request, VerbConsole console, CancellationToken cancellationToken)
    {
        var jobs = await tracker.History.JobsAsync(new JobQuery { Ids = request.JobIds }, cancellationToken);
        (WrittenFile, _) = await Resubmission.WriteAsync(PlanFile, request.Group, jobs, cancellationToken);
    }
}
