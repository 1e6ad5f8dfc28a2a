using Caliban.Core.Diagnostics;

namespace Caliban.Core.Experiments;

/// <summary>Every experiment of a sweep, in the order in which they are numbered.</summary>
public sealed class ExperimentSet
{
    internal ExperimentSet(
        IReadOnlyList<Experiment> experiments, IReadOnlyList<Diagnostic> warnings, IReadOnlyList<string> varyingNames)
    {
        Experiments = experiments;
        Warnings = warnings;
        VaryingNames = varyingNames;
    }

    /// <summary>At least one.</summary>
    public IReadOnlyList<Experiment> Experiments { get; }

    /// <summary>What is probably not meant and yet allowed: lists that contribute no experiment.</summary>
    public IReadOnlyList<Diagnostic> Warnings { get; }

    /// <summary>
    /// The parameters that tell the experiments apart, in the order in which they are first seen: their values differ,
    /// or some experiments lack them. Empty for a single experiment.
    /// </summary>
    public IReadOnlyList<string> VaryingNames { get; }
}
