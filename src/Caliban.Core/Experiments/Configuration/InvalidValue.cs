using Caliban.Core.Experiments.Values;

namespace Caliban.Core.Experiments.Configuration;

/// <summary>
/// Stands where a value was refused, so that the mistake has one diagnostic and no consequences. Never part of an experiment.
/// </summary>
internal sealed record InvalidValue : ExperimentValue
{
    public static InvalidValue Instance { get; } = new();

    public override void WriteJson(TextWriter writer, int? indentation = null) => throw new InvalidOperationException();

    internal override string ToPythonRepr() => throw new InvalidOperationException();
}
