using System.Globalization;
using Caliban.Core.History;

namespace Caliban.Core.Jobs.Fingerprints;

/// <summary>Tells for every experiment of a sweep whether it is new, failed before, is up to date, or why it runs again.</summary>
internal sealed class SweepStandings
{
    private readonly RecordedImage _image;
    private readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> _inputs;
    private readonly Dictionary<(Fingerprint Before, Fingerprint Now), string> _reasons = [];

    private SweepStandings(RecordedImage image, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> inputs) =>
        (_image, _inputs) = (image, inputs);

    /// <param name="image">What the sweep runs in now.</param>
    public static async Task<IReadOnlyList<ExperimentStanding>> ReadAsync(
        IHistory history,
        RecordedImage image,
        IReadOnlyList<WantedExperiment> experiments,
        IReadOnlyList<Precedent> precedents,
        CancellationToken cancellationToken)
    {
        string[] earlier =
        [
            .. precedents.Where(precedent => precedent is { Succeeded: null, SucceededInOtherSchema: null, Unsuccessful: null })
                .Select(precedent => precedent.Earlier?.Image).OfType<string>().Distinct(),
        ];
        var inputs = earlier.Length == 0
            ? new Dictionary<string, IReadOnlyDictionary<string, string>>()
            : await history.ImageInputsAsync(earlier, cancellationToken).ConfigureAwait(false);
        var standings = new SweepStandings(image, inputs);
        return [.. experiments.Zip(precedents, standings.Of)];
    }

    /// <summary>The counts of a sweep in one line: <c>12 new, 3 failed before, 285 up to date</c>.</summary>
    public static string Summarize(IReadOnlyList<ExperimentStanding> standings)
    {
        var parts = standings
            .GroupBy(standing => standing.Standing == Standing.Changed || standing.Standing == Standing.FailedBefore ? Group(standing.Reason) : standing.Reason)
            .Select(group => (Order: group.First().Standing, Text: string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {group.Key}")))
            .OrderBy(part => part.Order)
            .ThenBy(part => part.Text, StringComparer.Ordinal)
            .Select(part => part.Text);
        return string.Join(", ", parts);
    }

    private static string Group(string reason) =>
        reason.StartsWith("runs again: ", StringComparison.Ordinal) ? $"to run again: {reason["runs again: ".Length..]}" : "failed before";

    private ExperimentStanding Of(WantedExperiment experiment, Precedent precedent) => precedent switch
    {
        { Succeeded: { } job } => new ExperimentStanding(Standing.UpToDate, "up to date", job),
        { SucceededInOtherSchema: { } job } => new ExperimentStanding(Standing.UpToDate, "up to date", job),
        { Unsuccessful: { } unsuccessful } => new ExperimentStanding(Standing.FailedBefore, FailedBefore(unsuccessful.State), unsuccessful.Job),
        { Earlier: { } earlier } => new ExperimentStanding(Standing.Changed, $"runs again: {Reason(earlier, experiment.Fingerprint)}", precedent.EarlierJob),
        _ => new ExperimentStanding(Standing.New, "new", null),
    };

    private static string FailedBefore(JobState state) => state switch
    {
        JobState.Failed => "failed before",
        JobState.Lost => "failed before (lost)",
        JobState.Stopped => "failed before (stopped)",
        _ => "failed before (not ended)",
    };

    // Thousands of experiments have few different reasons.
    private string Reason(Fingerprint before, Fingerprint now)
    {
        var pair = (before with { Hash = "", Arguments = "" }, now with { Hash = "", Arguments = "" });
        if (!_reasons.TryGetValue(pair, out var reason))
        {
            reason = RerunReason.Describe(before, now, _inputs.GetValueOrDefault(before.Image), _image.Inputs);
            _reasons[pair] = reason;
        }

        return reason;
    }
}
