using Caliban.Core.Tracking;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Caliban.Tasks;

/// <summary>Deletes the history of a group.</summary>
[MSBuildMultiThreadableTask]
public sealed class ForgetGroup : TrackingTask
{
    private protected override TrackingVerb Verb => TrackingVerb.Forget;

    private protected override async Task ExecuteAsync(Tracker tracker, TrackingRequest request, VerbConsole console, CancellationToken cancellationToken) =>
        await new GroupRemoval(tracker, request, console).RunAsync(cancellationToken);
}
