namespace Caliban.Core.Experiments.Values;

/// <summary>A floating-point number, written as Python's <c>repr()</c> writes it; infinite when the text was too large.</summary>
public sealed record FloatValue(double Number) : ExperimentValue
{
    // An axis has few values, which appear in a hundred thousand experiments.
    private string? repr;

    // 0.0 == -0.0, but their flags differ.
    public bool Equals(FloatValue? other) =>
        other is not null && BitConverter.DoubleToInt64Bits(Number) == BitConverter.DoubleToInt64Bits(other.Number);

    public override int GetHashCode() => BitConverter.DoubleToInt64Bits(Number).GetHashCode();

    public override void WriteJson(TextWriter writer, int? indentation = null) => writer.Write(
        double.IsPositiveInfinity(Number) ? "Infinity" : double.IsNegativeInfinity(Number) ? "-Infinity" : ToPythonRepr());

    internal override string ToPythonRepr() => repr ??= PythonFloat.Repr(Number);
}
