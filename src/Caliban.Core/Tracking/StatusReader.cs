using System.Globalization;
using Caliban.Core.Diagnostics;
using Caliban.Core.History;

namespace Caliban.Core.Tracking;

/// <summary>CalibanStatus: the newest jobs by group, or one group with the newest jobs of each experiment.</summary>
public sealed class StatusReader(Tracker tracker, TrackingRequest request)
{
    /// <summary>How many jobs are shown where nothing else is said, as in google/caliban.</summary>
    private const int ShownJobs = 8;

    /// <summary>Brings unfinished jobs up to date and reads them.</summary>
    /// <exception cref="DiagnosticException">There is no such group or job: CAL7030, CAL7042.</exception>
    public async Task<StatusReport> ReadAsync(CancellationToken cancellationToken)
    {
        var notes = await tracker.ReconcileAsync(cancellationToken).ConfigureAwait(false);
        var selection = new JobSelection(tracker, request);
        var jobs = await selection.FindAsync(Restrict, cancellationToken).ConfigureAwait(false);
        var metrics = await tracker.History.LastMetricsAsync([.. jobs.Select(job => job.Id)], cancellationToken).ConfigureAwait(false);
        return new StatusReport(Title(selection, jobs), Group(jobs), metrics, notes, tracker.Now);
    }

    private JobQuery Restrict(JobQuery query) => request switch
    {
        { MaxJobs: 0 } or { MaxJobs: null, JobIds.Count: > 0 } => query,
        { Group.Length: > 0 } => query with { NewestOfEachExperiment = request.MaxJobs ?? 1 },
        _ => query with { Newest = request.MaxJobs ?? ShownJobs },
    };

    // Groups in the order of their newest jobs, experiments in the order of their first ones.
    private static List<GroupStatus> Group(IReadOnlyList<RecordedJob> jobs) =>
    [
        .. jobs
            .GroupBy(job => (job.User, job.Group))
            .OrderBy(group => group.Max(job => job.Id))
            .Select(group => new GroupStatus(group.Key.User, group.Key.Group,
            [
                .. group
                    .GroupBy(job => job.ExperimentId)
                    .OrderBy(experiment => experiment.Key)
                    .Select(experiment => new ExperimentStatus([.. experiment.OrderBy(job => job.Id)])),
            ])),
    ];

    private string Title(JobSelection selection, IReadOnlyList<RecordedJob> jobs)
    {
        var whose = selection.User is { } user ? $" of {user}" : "";
        var inGroup = request.Group.Length > 0 ? $" in group {request.Group}" : "";
        if (jobs.Count == 0)
        {
            return $"there are no jobs{whose}{inGroup} in the history {tracker.History.Location}";
        }

        var count = jobs.Count == 1 ? "one job" : string.Create(CultureInfo.InvariantCulture, $"{jobs.Count} jobs");
        return request switch
        {
            { JobIds.Count: > 0 } => count,
            { Group.Length: > 0, MaxJobs: null } => $"the newest job of each experiment{whose}{inGroup}",
            { Group.Length: > 0, MaxJobs: > 0 } => string.Create(CultureInfo.InvariantCulture, $"the newest {request.MaxJobs} jobs of each experiment{whose}{inGroup}"),
            { MaxJobs: 0 } => $"all jobs{whose}{inGroup}",
            _ => jobs.Count == 1 ? $"the newest job{whose}" : $"the newest {count}{whose}",
        };
    }
}
