using System.Text;
using Caliban.Core.Diagnostics;

namespace Caliban.Core.Experiments;

/// <summary>One combination of parameters: one run of the program.</summary>
public sealed class Experiment
{
    private const int LongestLabelValue = 24;

    private readonly string? _file;
    private readonly int _line;
    private readonly int _column;

    internal Experiment(int index, IReadOnlyList<ExperimentParameter> parameters, string? file, int line, int column)
    {
        Index = index;
        Parameters = parameters;
        _file = file;
        _line = line;
        _column = column;
    }

    /// <summary>The number of the experiment in the whole sweep, from 1.</summary>
    public int Index { get; }

    /// <summary>In the order of the file; the parameters of items follow.</summary>
    public IReadOnlyList<ExperimentParameter> Parameters { get; }

    /// <summary>The object the experiment comes from; <see cref="SourceLocation.None"/> when it comes from no file.</summary>
    public SourceLocation Source => _file is null ? SourceLocation.None : new SourceLocation(_file, _line, _column);

    /// <summary>
    /// The flags: nothing for false, <c>--name</c> for true, otherwise <c>--name</c> and the value as two arguments.
    /// The arguments of the script itself are not among them; they go in front.
    /// </summary>
    public IReadOnlyList<string> ToArguments()
    {
        var arguments = new List<string>(Parameters.Count * 2);
        foreach (var parameter in Parameters)
        {
            if (parameter.Value is BooleanValue { IsOn: false })
            {
                continue;
            }

            arguments.Add("--" + parameter.Name);
            if (parameter.Value is not BooleanValue)
            {
                arguments.Add(parameter.Value.ToFlagText());
            }
        }

        return arguments;
    }

    /// <summary>
    /// A short name for people, such as <c>learning_rate=0.1 epochs=2</c>: the named parameters that the experiment has,
    /// on one line, long values cut off.
    /// </summary>
    /// <param name="varyingNames">See <see cref="ExperimentSet.VaryingNames"/>.</param>
    public string Label(IReadOnlyList<string> varyingNames)
    {
        var label = new StringBuilder();
        foreach (var name in varyingNames)
        {
            if (Parameters.FirstOrDefault(parameter => parameter.Name == name) is { } parameter)
            {
                label.Append(label.Length == 0 ? "" : " ").Append(name).Append('=').Append(LabelValue(parameter.Value));
            }
        }

        return label.ToString();
    }

    private static string LabelValue(ExperimentValue value)
    {
        if (value is BooleanValue boolean)
        {
            return boolean.IsOn ? "true" : "false";
        }

        var text = value.ToFlagText();
        return ShortText.OneLine(text, LongestLabelValue);
    }
}
