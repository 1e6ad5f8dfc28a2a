using System.Globalization;

namespace Caliban.Core.Jobs.Fingerprints;

/// <summary>Explanations as lines for people.</summary>
public static class ExplanationLines
{
    /// <summary>More changed files are counted, not listed.</summary>
    private const int ShownFiles = 20;

    public static IEnumerable<string> Of(IReadOnlyList<ExplainedExperiment> experiments)
    {
        foreach (var experiment in experiments)
        {
            yield return $"experiment {experiment.Job.Title}: {experiment.Standing.Reason}";
            foreach (var line in Details(experiment))
            {
                yield return $"  {line}";
            }
        }

        yield return $"{experiments.Count} experiment{(experiments.Count == 1 ? "" : "s")}: {SweepStandings.Summarize([.. experiments.Select(experiment => experiment.Standing)])}; nothing was run";
    }

    private static IEnumerable<string> Details(ExplainedExperiment experiment)
    {
        if (experiment.Before is { } job)
        {
            var time = (job.EndedAt ?? job.CreatedAt).UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
            yield return $"compared with job {job.Id}: {SweepTable.StateText(job.State)} {time} UTC, group {job.Group}, user {job.User}";
        }

        foreach (var (name, before, now) in experiment.Parts)
        {
            yield return before == now ? $"{name,-10} {(now.Length > 0 ? now : "(none)")}" : $"{name,-10} {before} → {now}";
            if (name == "image" && before != now)
            {
                foreach (var file in experiment.Files.Take(ShownFiles))
                {
                    yield return $"  {file}";
                }

                if (experiment.Files.Count > ShownFiles)
                {
                    yield return $"  … and {experiment.Files.Count - ShownFiles} more";
                }
            }
        }
    }
}
