using Caliban.Core.Experiments.Values;

namespace Caliban.Core.Experiments;

/// <summary>One flag of one experiment. Instances are shared between the experiments that have it in common.</summary>
/// <param name="Name">The flag without its two dashes, exactly as the configuration spells it.</param>
public sealed record ExperimentParameter(string Name, ExperimentValue Value);
