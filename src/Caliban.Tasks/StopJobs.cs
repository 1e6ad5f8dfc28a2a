using Caliban.Core.Tracking;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Caliban.Tasks;

/// <summary>Stops the unfinished jobs of a group, or those that are named.</summary>
[MSBuildMultiThreadableTask]
public sealed class StopJobs : TrackingTask
{
    private protected override TrackingVerb Verb => TrackingVerb.Stop;

    private protected override async Task ExecuteAsync(Tracker tracker, TrackingRequest request, VerbConsole console, CancellationToken cancellationToken)
    {
        var jobs = await new JobStopper(tracker, request, console).RunAsync(cancellationToken);
        Jobs = RecordedJobItem.Create(jobs, tracker.Now);
    }
}
