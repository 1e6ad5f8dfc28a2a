using Caliban.Core.Tracking;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Caliban.Tasks;

/// <summary>What the tasks share that look after jobs that were submitted before.</summary>
public abstract class TrackingTask : RequestTask
{
    /// <summary>One item for each job, named by its number.</summary>
    [Output]
    public ITaskItem[] Jobs { get; set; } = [];

    private protected abstract TrackingVerb Verb { get; }

    protected sealed override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var request = TrackingRequest.Read(Declare(Verb));
        await using var tracker = await Tracker.OpenAsync(request, Environment.GetEnvironmentVariable, cancellationToken);
        var console = new VerbConsole(Show, Consent.OfTerminal(isTerminalTaken: TerminalLogger == "1"), this);
        await ExecuteAsync(tracker, request, console, cancellationToken);
    }

    private protected abstract Task ExecuteAsync(Tracker tracker, TrackingRequest request, VerbConsole console, CancellationToken cancellationToken);
}
