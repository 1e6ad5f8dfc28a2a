namespace Caliban.Core.Experiments.Values;

/// <summary>A string; it becomes one argument whatever it contains.</summary>
public sealed record StringValue(string Text) : ExperimentValue
{
    public override string ToFlagText() => Text;

    public override void WriteJson(TextWriter writer, int? indentation = null) => PythonString.WriteJson(writer, Text);

    internal override string ToPythonRepr() => PythonString.Repr(Text);
}
