using System.Globalization;
using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Projects.Configuration;

namespace Caliban.Core.Tracking;

/// <summary>Finds the jobs a request means, and says which of its names lead nowhere.</summary>
public sealed class JobSelection(Tracker tracker, TrackingRequest request)
{
    /// <summary>How many of the newest jobs are looked at for groups of similar names.</summary>
    private const int SearchedJobs = 2000;

    /// <summary>The states of jobs that have not ended.</summary>
    public static IReadOnlyList<JobState> Unfinished { get; } =
        [.. Enum.GetValues<JobState>().Where(state => !state.IsFinal())];

    /// <summary>Whose jobs are meant; null for everybody's. Jobs named by their numbers may be read whoever has them.</summary>
    public string? User => request.User switch
    {
        "*" => null,
        "" => request.JobIds.Count > 0 && request.Verb is TrackingVerb.Status or TrackingVerb.Logs or TrackingVerb.Wait ? null : tracker.User,
        var name => name,
    };

    private string Owner => User is { } user ? $"user '{user}'" : "any user";

    /// <summary>All jobs of the group and the numbers that are named, in the order of their numbers.</summary>
    /// <param name="restrict">Narrows the query, to states or to the newest ones.</param>
    /// <exception cref="DiagnosticException">There is no such group or job: CAL7030, CAL7042.</exception>
    public async Task<IReadOnlyList<RecordedJob>> FindAsync(Func<JobQuery, JobQuery> restrict, CancellationToken cancellationToken)
    {
        var query = new JobQuery { User = User, Group = request.Group.Length > 0 ? request.Group : null, Ids = request.JobIds };
        var jobs = await tracker.History.JobsAsync(restrict(query), cancellationToken).ConfigureAwait(false);
        if (jobs.Count == 0 || request.JobIds.Count > 0)
        {
            await CheckAsync(jobs, query, cancellationToken).ConfigureAwait(false);
        }

        return jobs;
    }

    // Only what was not found is asked for once more, to tell a wrong name from jobs that are left out.
    private async Task CheckAsync(IReadOnlyList<RecordedJob> found, JobQuery query, CancellationToken cancellationToken)
    {
        if (query.Group is { } group)
        {
            var any = found.Count > 0 ? found : await tracker.History.JobsAsync(
                new JobQuery { User = User, Group = group, Newest = 1 }, cancellationToken).ConfigureAwait(false);
            if (any.Count == 0)
            {
                throw DiagnosticException.Create(
                    TrackingDiagnostics.GroupUnknown,
                    Projects.ProjectFileLocator.Property(request.ProjectFile, "CalibanXGroup", group),
                    tracker.History.Location,
                    group,
                    Owner,
                    await SuggestAsync(group, cancellationToken).ConfigureAwait(false));
            }
        }

        if (query.Ids.Count == 0)
        {
            return;
        }

        var known = await tracker.History.JobsAsync(query, cancellationToken).ConfigureAwait(false);
        var missing = query.Ids.Except(known.Select(job => job.Id)).ToList();
        if (missing.Count > 0)
        {
            var whose = $"{(query.Group is null ? "" : $" in group '{query.Group}'")}{(query.User is null ? "" : $" of {Owner}")}";
            throw new DiagnosticException([
                .. missing.Select(id => Diagnostic.Create(
                    TrackingDiagnostics.JobUnknown,
                    SourceLocation.None,
                    id.ToString(CultureInfo.InvariantCulture),
                    tracker.History.Location,
                    whose)),
            ]);
        }
    }

    private async Task<string> SuggestAsync(string group, CancellationToken cancellationToken)
    {
        var newest = await tracker.History.JobsAsync(
            new JobQuery { User = User, Newest = SearchedJobs }, cancellationToken).ConfigureAwait(false);
        var near = newest
            .Select(job => job.Group)
            .Distinct(StringComparer.Ordinal)
            .Select(name => (Name: name, Distance: ConfigurationKeys.Distance(name, group)))
            .Where(candidate => candidate.Distance <= Math.Max(3, group.Length / 3) || candidate.Name.Contains(group, StringComparison.OrdinalIgnoreCase))
            .OrderBy(candidate => candidate.Distance)
            .Take(3)
            .Select(candidate => $"'{candidate.Name}'")
            .ToList();
        return near.Count == 0 ? "" : $" There is {string.Join(", ", near)}.";
    }
}
