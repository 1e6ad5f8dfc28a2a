using Caliban.Core.History;

namespace Caliban.Core.Jobs.Fingerprints;

/// <summary>Why an experiment would run, or would not, part by part.</summary>
/// <param name="Before">The job it is compared with; null for none.</param>
/// <param name="Files">What differs between the images: <c>trainer/train.py changed</c>.</param>
public sealed record ExplainedExperiment(
    PlannedJob Job, WantedExperiment Wanted, ExperimentStanding Standing, RecordedJob? Before, IReadOnlyList<string> Files)
{
    /// <summary>The parts of the fingerprint, old and new; they are the same in parts that do not differ.</summary>
    public IEnumerable<(string Name, string Before, string Now)> Parts
    {
        get
        {
            var (before, now) = (Before?.Fingerprint ?? Wanted.Fingerprint, Wanted.Fingerprint);
            yield return ("image", Short(before.Image), Short(now.Image));
            yield return ("command", before.Command, now.Command);
            yield return ("arguments", Processes.CommandLine.Format(Before?.Arguments ?? Wanted.Arguments), Processes.CommandLine.Format(Wanted.Arguments));
            yield return ("variables", before.Environment, now.Environment);
            yield return ("hardware", before.Hardware, now.Hardware);
            yield return ("schema", $"{before.Schema}", $"{now.Schema}");
        }
    }

    /// <summary>The names of the parts that differ.</summary>
    public IEnumerable<string> Differences => Parts.Where(part => part.Before != part.Now).Select(part => part.Name);

    private static string Short(string identity)
    {
        const int shown = 20;
        return identity.Length <= shown ? identity : identity[..shown];
    }
}
