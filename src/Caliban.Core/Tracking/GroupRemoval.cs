using Caliban.Core.Diagnostics;
using Caliban.Core.History;

namespace Caliban.Core.Tracking;

/// <summary>CalibanForget: deletes what the history knows of a group. Files of the jobs are left alone.</summary>
public sealed class GroupRemoval(Tracker tracker, TrackingRequest request, VerbConsole console)
{
    /// <returns>How many jobs were deleted.</returns>
    /// <exception cref="DiagnosticException">CAL7030, CAL7031, CAL7036.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        console.ShowAll(await tracker.ReconcileAsync(cancellationToken).ConfigureAwait(false));
        var jobs = await new JobSelection(tracker, request with { JobIds = [] }).FindAsync(query => query, cancellationToken).ConfigureAwait(false);
        var unfinished = jobs.Where(job => !job.State.IsFinal()).ToList();
        if (unfinished.Count > 0)
        {
            throw DiagnosticException.Create(
                TrackingDiagnostics.GroupUnfinished, SourceLocation.None, request.Group, $"{JobText.Count(unfinished.Count)} of it {(unfinished.Count == 1 ? "has" : "have")} not ended ({JobText.Summary(unfinished)})");
        }

        var owners = jobs.Select(job => job.User).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var experiments = jobs.Select(job => job.ExperimentId).Distinct().Count();
        console.Show($"group {request.Group} of {string.Join(", ", owners)}: {JobText.Count(jobs.Count)} of {experiments} experiment{(experiments == 1 ? "" : "s")} ({JobText.Summary(jobs)})");
        if (request.DryRun)
        {
            console.Show("nothing was deleted: this is a dry run.");
            return 0;
        }

        if (!await console.Consent.GiveAsync(request, "do you wish to delete its history?", $"deleting the history of group '{request.Group}'", cancellationToken).ConfigureAwait(false))
        {
            console.Show("nothing was deleted");
            return 0;
        }

        var deleted = 0;
        foreach (var owner in owners)
        {
            deleted += await tracker.History.ForgetGroupAsync(owner, request.Group, cancellationToken).ConfigureAwait(false);
        }

        var logs = jobs.Count(job => File.Exists(job.LogPath));
        console.Show($"deleted {JobText.Count(deleted)} from the history {tracker.History.Location}{(logs == 0 ? "" : $"; {logs} log file{(logs == 1 ? " was" : "s were")} left where {(logs == 1 ? "it is" : "they are")}")}");
        return deleted;
    }
}
