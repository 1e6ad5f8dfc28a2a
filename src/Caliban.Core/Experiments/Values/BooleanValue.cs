namespace Caliban.Core.Experiments.Values;

/// <summary>A switch: true is the flag without a value, false is no flag at all.</summary>
public sealed record BooleanValue(bool IsOn) : ExperimentValue
{
    public static BooleanValue True { get; } = new(true);

    public static BooleanValue False { get; } = new(false);

    public override void WriteJson(TextWriter writer, int? indentation = null) => writer.Write(IsOn ? "true" : "false");

    internal override string ToPythonRepr() => IsOn ? "True" : "False";
}
