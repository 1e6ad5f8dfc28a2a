namespace Caliban.Core.Experiments.Values;

/// <summary>
/// The value of a parameter: a string, a boolean, an integer, a floating-point number or a list of such values.
/// Two values are equal when they are of the same kind and are written alike, so <c>1</c> and <c>1.0</c> differ.
/// </summary>
public abstract record ExperimentValue
{
    private protected ExperimentValue()
    {
    }

    /// <summary>The text of the flag: what Python's <c>str()</c> gives for the value.</summary>
    public virtual string ToFlagText() => ToPythonRepr();

    /// <summary>Writes the value as Python's <c>json.dumps</c> does: ASCII only, <c>Infinity</c> for overflow.</summary>
    /// <param name="indentation">The spaces of the line the value begins on, to write it on several lines; null for one line.</param>
    public abstract void WriteJson(TextWriter writer, int? indentation = null);

    /// <summary>What Python's <c>repr()</c> gives: the form a value has inside a list.</summary>
    internal abstract string ToPythonRepr();
}
