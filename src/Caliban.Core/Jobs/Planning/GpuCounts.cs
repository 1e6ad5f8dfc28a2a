using System.Globalization;
using Caliban.Core.Experiments;
using Caliban.Core.Experiments.Values;
using Caliban.Core.Projects;

namespace Caliban.Core.Jobs.Planning;

/// <summary>How many GPUs each job gets: <c>CalibanGpusPerJob</c>, a number, or the name of a parameter that says it for each experiment.</summary>
internal sealed class GpuCounts(ProjectProperties properties, string text)
{
    private readonly string _text = text.Trim();

    /// <summary>Null for all GPUs there are. A parameter that an experiment lacks, or that is no whole number, is a mistake.</summary>
    public int? Of(Experiment experiment)
    {
        if (_text.Length == 0)
        {
            return null;
        }

        if (Parse(_text) is { } number)
        {
            return number;
        }

        var parameter = experiment.Parameters.FirstOrDefault(parameter => parameter.Name == _text);
        return parameter?.Value is IntegerValue integer && Parse(integer.Digits) is { } count
            ? count
            : properties.Invalid<int?>(
                "CalibanGpusPerJob",
                text,
                parameter is null
                    ? $"a whole number, or a parameter of every experiment, and experiment {experiment.Index} has none of that name"
                    : $"a whole number, or a parameter that is one, and in experiment {experiment.Index} it is '{parameter.Value.ToFlagText()}'",
                null);
    }

    private static int? Parse(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
