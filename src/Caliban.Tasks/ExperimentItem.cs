using System.Globalization;
using Caliban.Core.Experiments;
using Caliban.Core.Processes;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Caliban.Tasks;

/// <summary>Experiments as <c>CalibanExperiment</c> items.</summary>
internal static class ExperimentItem
{
    public static ITaskItem Create(Experiment experiment)
    {
        var index = experiment.Index.ToString(CultureInfo.InvariantCulture);
        var source = experiment.Source;
        var item = new TaskItem(index);
        item.SetMetadata("Index", index);
        item.SetMetadata("Flags", EscapingUtilities.Escape(CommandLine.Format(experiment.ToArguments())));
        item.SetMetadata("SourceFile", EscapingUtilities.Escape(source.File ?? ""));
        item.SetMetadata("SourceLine", source.Line == 0 ? "" : source.Line.ToString(CultureInfo.InvariantCulture));
        return item;
    }
}
