using System.Globalization;
using Caliban.Core.Jobs.Fingerprints;

namespace Caliban.Tasks;

/// <summary>An explained experiment as a <c>CalibanExplanation</c> item.</summary>
internal sealed class ExplanationItem(ExplainedExperiment experiment) : LazyItem(experiment.Job.Index)
{
    protected override Dictionary<string, string> EscapedMetadata() => new(StringComparer.OrdinalIgnoreCase)
    {
        ["Index"] = Name,
        ["Label"] = EscapingUtilities.Escape(experiment.Job.Label),
        ["Standing"] = experiment.Standing.Standing.ToString(),
        ["Reason"] = EscapingUtilities.Escape(experiment.Standing.Reason),
        ["Job"] = experiment.Standing.Before?.ToString(CultureInfo.InvariantCulture) ?? "",
        ["Fingerprint"] = experiment.Wanted.Fingerprint.Hash,
        ["Differences"] = EscapingUtilities.Escape(string.Join(';', experiment.Differences)),
        ["Files"] = EscapingUtilities.Escape(string.Join(';', experiment.Files)),
    };
}
