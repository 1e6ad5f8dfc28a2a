using Caliban.Core.Experiments.Values;

namespace Caliban.Core.Experiments;

/// <summary>
/// Writes an expanded sweep byte for byte as the <c>expansion</c> program of caliban writes one, with a newline at the end
/// (a line feed on every system). The JSON can be read again as a configuration and gives the same experiments. One case
/// is lost, as it is in caliban: a list that was a value, <c>{"a": [[1, 2]]}</c>, is written as <c>{"a": [1, 2]}</c>
/// and read again as two alternatives.
/// </summary>
public static class ExpansionWriter
{
    public static void Write(IReadOnlyList<Experiment> experiments, ExpansionFormat format, TextWriter writer)
    {
        if (format == ExpansionFormat.Flags)
        {
            WriteFlags(experiments, writer);
            return;
        }

        int? indentation = format == ExpansionFormat.Indented ? 0 : null;
        var inner = indentation + PythonJson.IndentSize;
        writer.Write('[');
        for (var index = 0; index < experiments.Count; index++)
        {
            PythonJson.WriteSeparator(writer, isFirst: index == 0, inner);
            WriteObject(experiments[index], writer, inner);
        }

        if (experiments.Count > 0)
        {
            PythonJson.WriteLineEnd(writer, indentation);
        }

        writer.Write("]\n");
    }

    private static void WriteFlags(IReadOnlyList<Experiment> experiments, TextWriter writer)
    {
        foreach (var experiment in experiments)
        {
            writer.Write(string.Join(' ', experiment.ToArguments()));
            writer.Write('\n');
        }
    }

    private static void WriteObject(Experiment experiment, TextWriter writer, int? indentation)
    {
        var parameters = experiment.Parameters;
        if (parameters.Count == 0)
        {
            writer.Write("{}");
            return;
        }

        var inner = indentation + PythonJson.IndentSize;
        writer.Write('{');
        for (var index = 0; index < parameters.Count; index++)
        {
            PythonJson.WriteSeparator(writer, isFirst: index == 0, inner);
            PythonString.WriteJson(writer, parameters[index].Name);
            writer.Write(": ");
            parameters[index].Value.WriteJson(writer, inner);
        }

        PythonJson.WriteLineEnd(writer, indentation);
        writer.Write('}');
    }
}
