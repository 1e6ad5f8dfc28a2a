using Caliban.Core.Tracking;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Caliban.Tasks;

/// <summary>Shows the output of jobs; follows those that run, when asked to.</summary>
[MSBuildMultiThreadableTask]
public sealed class ShowLogs : TrackingTask
{
    private protected override TrackingVerb Verb => TrackingVerb.Logs;

    private protected override async Task ExecuteAsync(Tracker tracker, TrackingRequest request, VerbConsole console, CancellationToken cancellationToken)
    {
        var reader = new LogReader(tracker, request, console);
        var jobs = await reader.SelectAsync(cancellationToken);
        var several = jobs.Count > 1;
        jobs = await reader.CopyAsync(jobs, new LogLines(Show, isMixed: several && request.Follow, hasHeaders: several), cancellationToken);
        Jobs = RecordedJobItem.Create(jobs, tracker.Now);
    }
}
