using Caliban.Core.Tracking;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Caliban.Tasks;

/// <summary>Waits until jobs have ended; fails when one of them did not succeed.</summary>
[MSBuildMultiThreadableTask]
public sealed class WaitForJobs : TrackingTask
{
    private protected override TrackingVerb Verb => TrackingVerb.Wait;

    private protected override async Task ExecuteAsync(Tracker tracker, TrackingRequest request, VerbConsole console, CancellationToken cancellationToken)
    {
        var jobs = await new JobWait(tracker, request, console).RunAsync(onChange: null, cancellationToken);
        Jobs = RecordedJobItem.Create(jobs, tracker.Now);
    }
}
