using System.Globalization;
using Caliban.Core.Experiments;
using Caliban.Core.Processes;

namespace Caliban.Tasks;

/// <summary>An experiment as a <c>CalibanExperiment</c> item.</summary>
internal sealed class ExperimentItem(Experiment experiment) : LazyItem(experiment.Index)
{
    protected override Dictionary<string, string> EscapedMetadata()
    {
        var source = experiment.Source;
        return new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Index"] = Name,
            ["Flags"] = EscapingUtilities.Escape(CommandLine.Format(experiment.ToArguments())),
            ["SourceFile"] = EscapingUtilities.Escape(source.File ?? ""),
            ["SourceLine"] = source.Line == 0 ? "" : source.Line.ToString(CultureInfo.InvariantCulture),
        };
    }
}
