using Caliban.Core.Tracking;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Caliban.Tasks;

/// <summary>Shows how jobs stand: the newest by groups, or those of one group.</summary>
[MSBuildMultiThreadableTask]
public sealed class ShowStatus : TrackingTask
{
    private protected override TrackingVerb Verb => TrackingVerb.Status;

    private protected override async Task ExecuteAsync(Tracker tracker, TrackingRequest request, VerbConsole console, CancellationToken cancellationToken)
    {
        var report = await new StatusReader(tracker, request).ReadAsync(cancellationToken);
        foreach (var line in StatusTable.Lines(report, tracker.Time))
        {
            Show(line);
        }

        Jobs = RecordedJobItem.Create(report.Jobs, report.At, report.Metrics);
    }
}
