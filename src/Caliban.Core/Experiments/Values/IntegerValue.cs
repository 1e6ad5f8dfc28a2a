namespace Caliban.Core.Experiments.Values;

/// <summary>An integer of any size; its digits are kept.</summary>
public sealed record IntegerValue : ExperimentValue
{
    /// <param name="digits">A JSON integer. Minus zero is zero, as in Python.</param>
    public IntegerValue(string digits) => Digits = digits == "-0" ? "0" : digits;

    public string Digits { get; }

    public override void WriteJson(TextWriter writer, int? indentation = null) => writer.Write(Digits);

    internal override string ToPythonRepr() => Digits;
}
