namespace Caliban.Core.Jobs.Fingerprints;

/// <summary>The standings of a sweep as lines for people.</summary>
internal static class StandingLines
{
    /// <summary>How many experiments a run lists; what has to be done comes before what is up to date.</summary>
    public const int ShownInRun = 100;

    /// <param name="shown">The most experiments that are listed; the counts are of all.</param>
    public static IEnumerable<string> Of(SweepPlan plan, IReadOnlyList<ExperimentStanding> standings, int shown = int.MaxValue)
    {
        var listed = standings.Count <= shown
            ? Enumerable.Range(0, standings.Count)
            : Enumerable.Range(0, standings.Count).OrderBy(position => standings[position].Standing == Standing.UpToDate).Take(shown);
        foreach (var position in listed)
        {
            yield return $"experiment {plan.Jobs[position].Title}: {standings[position].Reason}";
        }

        if (standings.Count > shown)
        {
            yield return $"… and {standings.Count - shown} more";
        }

        yield return $"{standings.Count} experiment{(standings.Count == 1 ? "" : "s")}: {SweepStandings.Summarize(standings)}";
    }
}
