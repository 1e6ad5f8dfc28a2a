using Caliban.Core.Diagnostics;
using Caliban.Core.History;

namespace Caliban.Core.Tracking;

/// <summary>The jobs that one project runs again.</summary>
/// <param name="ProjectFile">Absolute.</param>
/// <param name="IsRemote">Whether they ran elsewhere, and are to do so again.</param>
public sealed record ResubmittedProject(string ProjectFile, bool IsRemote, IReadOnlyList<RecordedJob> Jobs);

/// <summary>
/// CalibanResubmit, its first half: chooses the newest job of each experiment of a group, shows them and asks. They are run
/// by the projects that submitted them, see <see cref="Resubmission"/>.
/// </summary>
public sealed class ResubmissionSelection(Tracker tracker, TrackingRequest request, VerbConsole console)
{
    /// <returns>The jobs to run again, by projects; empty in a dry run, or when there are none or nobody agrees.</returns>
    /// <exception cref="DiagnosticException">CAL7030, CAL7031, CAL7033, CAL7042.</exception>
    public async Task<(IReadOnlyList<RecordedJob> Chosen, IReadOnlyList<ResubmittedProject> Projects)> RunAsync(CancellationToken cancellationToken)
    {
        console.ShowAll(await tracker.ReconcileAsync(cancellationToken).ConfigureAwait(false));
        var newest = await new JobSelection(tracker, request)
            .FindAsync(query => query with { NewestOfEachExperiment = 1 }, cancellationToken).ConfigureAwait(false);
        var unfinished = newest.Count(job => !job.State.IsFinal());
        if (unfinished > 0)
        {
            console.Show($"{JobText.Count(unfinished)} of the group {(unfinished == 1 ? "has" : "have")} not ended and {(unfinished == 1 ? "is" : "are")} left alone");
        }

        var chosen = newest.Where(job => job.State.IsFinal() && (request.AllJobs || job.State != JobState.Succeeded)).ToList();
        if (chosen.Count == 0)
        {
            console.Show(request.AllJobs
                ? $"group {request.Group} has no job to resubmit"
                : $"group {request.Group} has no job that failed, was stopped or was lost; CalibanAllJobs=true resubmits those that succeeded, too");
            return ([], []);
        }

        console.Show($"the following jobs {(request is { Yes: true, DryRun: false } ? "are" : "would be")} resubmitted:");
        console.ShowAll(StatusTable.List(chosen, tracker.Now, tracker.Time));
        var projects = Projects(chosen);
        if (request.DryRun)
        {
            console.Show($"{JobText.Count(chosen.Count)}, none of them resubmitted: this is a dry run.");
            return (chosen, []);
        }

        var these = chosen.Count == 1 ? "this job" : $"these {chosen.Count} jobs";
        if (!await console.Consent.GiveAsync(request, $"do you wish to resubmit {these}?", $"resubmitting {these}", cancellationToken).ConfigureAwait(false))
        {
            console.Show("nothing was resubmitted");
            return (chosen, []);
        }

        return (chosen, projects);
    }

    private List<ResubmittedProject> Projects(List<RecordedJob> chosen)
    {
        var projects = chosen
            .GroupBy(job => (job.ProjectFile, job.IsRemote))
            .Select(jobs => new ResubmittedProject(jobs.Key.ProjectFile, jobs.Key.IsRemote, [.. jobs]))
            .ToList();
        var moved = projects.Where(project => !File.Exists(project.ProjectFile)).ToList();
        return moved.Count == 0 ? projects : throw new DiagnosticException([
            .. moved.Select(project => Diagnostic.Create(
                TrackingDiagnostics.ProjectMoved,
                SourceLocation.None,
                JobText.Count(project.Jobs.Count),
                request.Group,
                project.ProjectFile,
                string.Join(", ", project.Jobs.Select(job => job.Host).Distinct()))),
        ]);
    }
}
