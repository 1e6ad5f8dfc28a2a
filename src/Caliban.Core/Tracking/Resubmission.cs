using System.Globalization;
using System.Text.RegularExpressions;
using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.History.Locations;
using Caliban.Core.Jobs;

namespace Caliban.Core.Tracking;

/// <summary>
/// CalibanResubmit, its second half: the plan of a project, with recorded jobs in the place of those its experiment files
/// give. The image is that of the project as it is now.
/// </summary>
public static partial class Resubmission
{
    /// <summary>The file of such a plan, beside that of the project. Other jobs have another one: several may be run again at once.</summary>
    public static string FileBeside(string planFile, IReadOnlyList<RecordedJob> jobs) =>
        Path.Combine(Path.GetDirectoryName(planFile)!, $"resubmission-{JobText.Number(jobs[0])}.json");

    /// <summary>The history of a request as a project in another folder has to name it; empty where the variables name it.</summary>
    public static string HistoryOf(TrackingRequest request, Func<string, string?> variable) =>
        request.HistoryLocation.Length > 0
        && HistoryLocation.Find(request.HistoryLocation, variable, new SourceLocation(request.ProjectFile)) is HistoryLocation.File file
            ? file.Path
            : request.HistoryLocation;

    /// <exception cref="DiagnosticException">The project runs another program now: CAL7044.</exception>
    public static SweepPlan Plan(SweepPlan plan, string group, IReadOnlyList<RecordedJob> jobs)
    {
        if (plan.ImageTag.Length == 0 && jobs.FirstOrDefault(job => job.Command != plan.Image.Program.Target) is { } other)
        {
            throw DiagnosticException.Create(
                TrackingDiagnostics.ProgramChanged,
                new SourceLocation(plan.ProjectFile),
                JobText.Title(other),
                other.Command,
                plan.Image.Program.Target);
        }

        return plan with
        {
            Group = group,
            SkipCompleted = false,
            RunsAgain = true,
            // They are among the arguments of the jobs already.
            ScriptArguments = [],
            Jobs = [.. jobs.Select((job, position) => new PlannedJob(position + 1, job.Label, job.Arguments) { Gpus = Gpus(job) })],
        };
    }

    /// <summary>Reads the plan of a project, and writes one of recorded jobs beside it.</summary>
    /// <returns>The file and what stands in it.</returns>
    public static async Task<(string File, SweepPlan Plan)> WriteAsync(
        string planFile, string group, IReadOnlyList<RecordedJob> jobs, CancellationToken cancellationToken)
    {
        var plan = Plan(await PlanFile.ReadAsync(planFile, cancellationToken).ConfigureAwait(false), group, jobs);
        var file = FileBeside(planFile, jobs);
        await PlanFile.WriteAsync(file, plan, cancellationToken).ConfigureAwait(false);
        return (file, plan);
    }

    // As SweepFingerprints writes it.
    private static int? Gpus(RecordedJob job) => GpuCount().Match(job.Fingerprint.Hardware) is { Success: true } match
        ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
        : null;

    [GeneratedRegex(@"\Agpus=([0-9]{1,9})\b")]
    private static partial Regex GpuCount();
}
