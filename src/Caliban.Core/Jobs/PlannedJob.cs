namespace Caliban.Core.Jobs;

/// <summary>One experiment to run.</summary>
/// <param name="Index">From 1, in the order of the sweep.</param>
/// <param name="Label">The parameters that vary in this sweep, as <c>name=value name=value</c>; empty when none does.</param>
/// <param name="Arguments">What follows the command: the script's own arguments, then the flags of the experiment.</param>
public sealed record PlannedJob(int Index, string Label, IReadOnlyList<string> Arguments)
{
    /// <summary>How many GPUs it needs to itself; null for all there are, or none, as the plan says.</summary>
    public int? Gpus { get; init; }

    /// <summary>How output and messages name the job: <c>2 learning_rate=0.01</c>.</summary>
    public string Title => Label.Length == 0 ? $"{Index}" : $"{Index} {Label}";
}
